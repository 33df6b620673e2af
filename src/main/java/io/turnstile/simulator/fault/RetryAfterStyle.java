package io.turnstile.simulator.fault;

/** Form in which a 429 tells when to come back. */
public enum RetryAfterStyle {
    /** Not at all. */
    ABSENT,
    /** As a number of seconds, rounded up. */
    SECONDS,
    /** As an HTTP date, rounded up to the second. */
    DATE
}
