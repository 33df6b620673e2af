package io.turnstile.simulator.world;

import java.util.Locale;

/** Kind of what is taught at an event. */
public enum EventKind {
    YOGA,
    PILATES,
    BOXING,
    DANCE;

    /** Returns the name in lower case, as it appears in titles. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
