/**
 * The one place that wires things together: settings, topics, Camel, and the embedded Kafka of demo and tests. Imports
 * every package but {@code cli}.
 */
package io.turnstile.app;
