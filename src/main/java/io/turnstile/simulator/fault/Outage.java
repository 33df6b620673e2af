package io.turnstile.simulator.fault;

import java.time.Duration;
import java.util.Objects;

/**
 * Time in which the whole API is gone.
 *
 * @param mode how it is gone
 * @param duration how long, above 0
 */
public record Outage(OutageMode mode, Duration duration) {
    public Outage {
        Objects.requireNonNull(mode, "mode");
        if (duration == null || duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("an outage needs a duration above 0");
        }
    }
}
