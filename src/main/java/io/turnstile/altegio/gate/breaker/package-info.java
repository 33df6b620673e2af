/**
 * The breaker: whether calls flow or pause because Altegio is not well, and what is known about the last calls from which that
 * is decided. It pauses calls and fails none. Thread-safe.
 */
@NullMarked
package io.turnstile.altegio.gate.breaker;

import org.jspecify.annotations.NullMarked;
