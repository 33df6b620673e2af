package io.turnstile.simulator.fault;

/**
 * Limit for the calls in any second and in any minute. The windows slide: no second and no minute, wherever it starts, sees
 * more. A call over the limit gets 429 and does not count as made.
 *
 * @param perSecond at least 0; 0 = no limit
 * @param perMinute at least 0; 0 = no limit
 * @param retryAfter what the 429 says about when to come back; null = {@link RetryAfterStyle#ABSENT}
 */
public record SimulatedQuota(int perSecond, int perMinute, RetryAfterStyle retryAfter) {
    public SimulatedQuota {
        if (perSecond < 0 || perMinute < 0) {
            throw new IllegalArgumentException("a quota must be 0 (no limit) or more");
        }
        retryAfter = retryAfter == null ? RetryAfterStyle.ABSENT : retryAfter;
    }

    public static SimulatedQuota none() {
        return new SimulatedQuota(0, 0, RetryAfterStyle.ABSENT);
    }

    /** The one of the public reference: 5 in a second, 200 in a minute, Retry-After in seconds. */
    public static SimulatedQuota altegio() {
        return new SimulatedQuota(5, 200, RetryAfterStyle.SECONDS);
    }
}
