/** The dead letters on Kafka: an index to look at them, and jobs that replay or discard them. No HTTP, no Camel. */
@NullMarked
package io.turnstile.deadletter;

import org.jspecify.annotations.NullMarked;
