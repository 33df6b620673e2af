package io.turnstile.altegio.gate.quota;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * Usage of the quota at a moment.
 *
 * @param perSecond this instance's share of the calls a second; empty for no limit
 * @param perMinute this instance's share of the calls a minute; empty for no limit
 * @param usedSecond calls that this instance began in the last second
 * @param usedMinute calls that this instance began in the last minute
 * @param waiting calls that wait for their turn
 */
public record QuotaUse(OptionalInt perSecond, OptionalInt perMinute, int usedSecond, int usedMinute, int waiting) {

    public QuotaUse {
        Objects.requireNonNull(perSecond);
        Objects.requireNonNull(perMinute);
    }
}
