package io.turnstile.simulator;

/**
 * Limits the calls in any second and in any minute. The windows slide: no second and no minute, wherever it starts,
 * sees more. A call over the limit gets 429 and does not count as made.
 *
 * @param perSecond at least 0; 0 = no limit
 * @param perMinute at least 0; 0 = no limit
 * @param retryAfter what the 429 says about when to come back; null = {@link RetryAfter#ABSENT}
 */
public record Quota(int perSecond, int perMinute, RetryAfter retryAfter) {
    public Quota {
        if (perSecond < 0 || perMinute < 0) {
            throw new IllegalArgumentException("a quota must be 0 (no limit) or more");
        }
        retryAfter = retryAfter == null ? RetryAfter.ABSENT : retryAfter;
    }

    public static Quota none() {
        return new Quota(0, 0, RetryAfter.ABSENT);
    }

    /** The one of the public reference: 5 in a second, 200 in a minute, Retry-After in seconds. */
    public static Quota altegio() {
        return new Quota(5, 200, RetryAfter.SECONDS);
    }
}
