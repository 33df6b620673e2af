/**
 * The REST under {@code /api}, described by {@code openapi.json}: a thin skin over {@link io.turnstile.deadletter.DeadLetters}
 * that reads and writes JSON strictly and decides nothing. Threads: the server's; {@link io.turnstile.http.api.EventStream} has
 * its own.
 */
@NullMarked
package io.turnstile.http.api;

import org.jspecify.annotations.NullMarked;
