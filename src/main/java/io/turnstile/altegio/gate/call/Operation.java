package io.turnstile.altegio.gate.call;

/** Operation that a call asks of Altegio, read off its path; the tag {@code operation} of the gate's metrics. */
public enum Operation {
    SEARCH_FOR_ACTIVITY("search-for-activity"),
    CHECK_FOR_ACTIVITY("check-for-activity"),
    MEMBERSHIP_TYPES("membership-types"),
    AUTH("auth"),
    OTHER("other");

    private final String tag;

    Operation(String tag) {
        this.tag = tag;
    }

    /** Returns the operation of a path, without its query. */
    public static Operation of(String path) {
        if (path.endsWith("/search_for_activity")) {
            return SEARCH_FOR_ACTIVITY;
        }
        if (path.endsWith("/check_for_activity")) {
            return CHECK_FOR_ACTIVITY;
        }
        if (path.endsWith("/abonement_types/search")) {
            return MEMBERSHIP_TYPES;
        }
        return path.endsWith("/auth") ? AUTH : OTHER;
    }

    /**
     * Returns whether the call finishes what others have begun. With many bookings in flight and few calls a second, each
     * would otherwise wait for the first call of all others before its second, and nothing would be decided for a minute.
     */
    public boolean finishes() {
        return this == CHECK_FOR_ACTIVITY || this == MEMBERSHIP_TYPES || this == AUTH;
    }

    public String tag() {
        return tag;
    }
}
