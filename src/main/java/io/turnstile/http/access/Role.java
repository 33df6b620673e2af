package io.turnstile.http.access;

import java.util.Locale;

/** Role: what somebody may do. The later one may do all that the earlier one may. */
public enum Role {
    /** May look. */
    VIEWER,
    /** May look, and replay and discard. */
    OPERATOR;

    /** Returns the name as it is written in JSON: lower case. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
