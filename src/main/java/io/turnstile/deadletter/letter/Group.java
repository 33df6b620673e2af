package io.turnstile.deadletter.letter;

import java.time.Instant;

/**
 * Count of the letters of one reason.
 *
 * @param count at least 1
 * @param oldest when the first of them was decided
 * @param newest when the last of them was decided
 */
public record Group(String kind, String reason, long count, Instant oldest, Instant newest) {}
