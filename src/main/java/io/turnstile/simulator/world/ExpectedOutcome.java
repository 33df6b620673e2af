package io.turnstile.simulator.world;

/** Outcome that a sample request must have: {@link #SCHEDULED}, or the reason of its dead letter. */
public enum ExpectedOutcome {
    SCHEDULED,
    NO_MEMBERSHIP,
    MEMBERSHIP_NOT_APPLICABLE,
    NOT_ENOUGH_VISITS,
    DAYS_NOT_BOOKABLE,
    NOT_FOUND,
    REFUSED,
    FORBIDDEN,
    NOT_JSON,
    INVALID_REQUEST;

    /** Returns whether the request is not even a booking request. */
    public boolean malformed() {
        return this == NOT_JSON || this == INVALID_REQUEST;
    }
}
