package io.turnstile.deadletter.index.entry;

import java.util.Objects;

/**
 * Number of letters of a job that came back.
 *
 * @param before reason of the letters that were replayed
 * @param now reason of the new ones
 */
public record JobReturn(String before, String now, long count) {

    public JobReturn {
        Objects.requireNonNull(before);
        Objects.requireNonNull(now);
    }
}
