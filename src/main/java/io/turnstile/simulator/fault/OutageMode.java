package io.turnstile.simulator.fault;

/** Way in which the API is gone during an outage. */
public enum OutageMode {
    /** Open connections are cut and new ones refused, those for the {@code /simulator} routes too. */
    REFUSED,
    /** Every call gets 503. */
    UNAVAILABLE,
    /** Calls are accepted, and answered when the outage ends. */
    HANGING
}
