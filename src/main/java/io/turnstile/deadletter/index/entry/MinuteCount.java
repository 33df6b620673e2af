package io.turnstile.deadletter.index.entry;

import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Counts of what was decided in one minute.
 *
 * @param at when the minute begins
 * @param deadLetters by reason; reasons that none had are left out
 */
public record MinuteCount(Instant at, long scheduled, Map<String, Long> deadLetters) {

    public MinuteCount {
        Objects.requireNonNull(at);
        deadLetters = Map.copyOf(deadLetters);
    }
}
