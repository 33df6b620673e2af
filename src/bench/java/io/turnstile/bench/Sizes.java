package io.turnstile.bench;

import java.time.Duration;

/**
 * Sizes of a run.
 *
 * @param scale 1: all of it takes about a quarter of an hour. Less, to try whether it works: the figures then say little
 */
public record Sizes(double scale) {

    /** Clients of the API's world: enough that a million can book. */
    public static final int CLIENTS = 4_000_000;

    public Sizes {
        if (!(scale > 0)) {
            throw new IllegalArgumentException("The scale must be more than 0, not " + scale);
        }
    }

    /** Returns how many there are to be, at least 100. */
    public int of(int whole) {
        return (int) Math.max(100, Math.round(whole * scale));
    }

    /** Returns for how long to measure, at least 3 s. */
    public Duration of(Duration whole) {
        Duration scaled = Duration.ofMillis(Math.round(whole.toMillis() * Math.min(1, scale)));
        return scaled.compareTo(Duration.ofSeconds(3)) < 0 ? Duration.ofSeconds(3) : scaled;
    }
}
