/**
 * Parts of the demo: a Kafka broker in this process, and the count of what became of its requests. Tests use the broker too.
 */
@NullMarked
package io.turnstile.demo;

import org.jspecify.annotations.NullMarked;
