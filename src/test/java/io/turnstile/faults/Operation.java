package io.turnstile.faults;

import java.time.Duration;

/** Operator at work with dead letters. No live request may notice. */
record Operation(Kind what, Duration lasts) implements Fault {

    enum Kind {
        /** Two operators replay all open letters of a reason at once. */
        REPLAY,
        DISCARD,
        EDIT,
        PRUNE,
        /** Cancels each job that runs, and resumes it. */
        CANCEL
    }

    @Override
    public Reach reach() {
        return Reach.nobody();
    }

    @Override
    public String kind() {
        return Fault.kind("operators", what);
    }
}
