/**
 * What {@code check} looks at: configuration, routes, Kafka and Altegio, a line each. Nothing is started, and nothing is
 * written.
 */
@NullMarked
package io.turnstile.preflight;

import org.jspecify.annotations.NullMarked;
