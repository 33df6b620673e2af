/** The dead letters on Kafka: an index to look at them, and jobs that replay or discard them. No HTTP, no Camel. */
package io.turnstile.deadletter;
