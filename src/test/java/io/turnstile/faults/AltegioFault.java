package io.turnstile.faults;

import java.time.Duration;

/**
 * Fault of Altegio, or of what stands before it.
 *
 * @param location concerned, where it is one location's
 */
record AltegioFault(Kind what, long location, Duration lasts) implements Fault {

    private static final Duration AFTERMATH = Duration.ofSeconds(8);
    private static final String[] OWN_FAULTS = {"UPSTREAM_ERROR", "UNREADABLE_RESPONSE"};

    enum Kind {
        REFUSED,
        UNAVAILABLE,
        HANGING,
        HTML_403,
        HTML_404,
        HTML_502,
        REDIRECT,
        EMPTY,
        WRONG_SHAPE,
        SUCCESS_FALSE,
        ENDLESS_GZIP,
        DRIP,
        /** All get 401: the token is refused until it is not. */
        UNAUTHORIZED,
        /** A third of all calls get 429. */
        THROTTLED,
        /** A tenth of all calls get 500. */
        TENTH_FAILS,
        /** Every call for one location gets 500. */
        LOCATION_FAILS
    }

    @Override
    public Reach reach() {
        return switch (what) {
            case LOCATION_FAILS -> Reach.some(each -> each.location() == location, AFTERMATH, OWN_FAULTS);
            case TENTH_FAILS, THROTTLED -> Reach.everybody(AFTERMATH).changing(each -> true, OWN_FAULTS);
            default -> Reach.everybody(AFTERMATH);
        };
    }

    @Override
    public String kind() {
        return Fault.kind("altegio", what);
    }
}
