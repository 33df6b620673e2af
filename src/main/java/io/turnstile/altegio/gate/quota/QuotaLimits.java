package io.turnstile.altegio.gate.quota;

/**
 * Limits for the calls that Altegio allows to one IP address.
 *
 * @param perSecond calls in any second; 0 means no limit
 * @param perMinute calls in any 60 seconds; 0 means no limit
 */
public record QuotaLimits(int perSecond, int perMinute) {

    /** What Altegio's reference promises: 5 a second, 200 a minute. */
    public static final QuotaLimits ALTEGIO = new QuotaLimits(5, 200);

    public static final QuotaLimits NONE = new QuotaLimits(0, 0);

    public QuotaLimits {
        if (perSecond < 0 || perMinute < 0) {
            throw new IllegalArgumentException(
                    "A quota cannot be negative: " + perSecond + "/s, " + perMinute + "/min");
        }
    }

    public boolean isNone() {
        return perSecond == 0 && perMinute == 0;
    }
}
