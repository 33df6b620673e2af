package io.turnstile.altegio.gate;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Limits for how often a call that fails is tried again before anyone asks whose fault it is.
 *
 * @param attempts at most so many, at least 1
 * @param within an attempt begins only so long after the first one began
 * @param firstPause the pause after the first failure; it doubles after each, and varies by half
 */
public record Retries(int attempts, Duration within, Duration firstPause) {

    /** Three attempts within 5 s, with 0.2 s and 0.4 s between them. */
    public static final Retries DEFAULT = new Retries(3, Duration.ofSeconds(5), Duration.ofMillis(200));

    public Retries {
        if (attempts < 1 || within.isNegative() || firstPause.isNegative()) {
            throw new IllegalArgumentException("At least one attempt, and no negative time");
        }
    }

    /** Returns the pause after so many failures: between half of the full one and all of it. */
    Duration pause(int failures) {
        long full = firstPause.toNanos() << Math.min(Math.max(failures - 1, 0), 4);
        return Duration.ofNanos(
                full - (full < 2 ? 0 : ThreadLocalRandom.current().nextLong(full / 2)));
    }
}
