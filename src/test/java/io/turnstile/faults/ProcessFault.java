package io.turnstile.faults;

import java.time.Duration;

/**
 * Fault of an instance, which is ready again at its end.
 *
 * @param instance index of the instance; a guest is one more
 */
record ProcessFault(Kind what, int instance, Duration lasts) implements Fault {

    /** Longer than the session of a consumer, after which its group goes on without it. */
    static final Duration SESSION = Duration.ofSeconds(6);

    private static final Duration REBALANCE = Duration.ofSeconds(6);

    enum Kind {
        /** As {@code kill -9} does, and started again. */
        KILL,
        /** As SIGTERM asks, and started again. */
        TERMINATE,
        /** Stopped by SIGSTOP for longer than its session, then continued. */
        FREEZE,
        /** One more joins, and leaves when it is asked to. */
        GUEST,
        /** One more joins, and is killed. */
        KILLED_GUEST,
        /** A second process is started with the name of one that runs. */
        SAME_NAME
    }

    @Override
    public Reach reach() {
        return Reach.everybody(SESSION.plus(REBALANCE));
    }

    @Override
    public String kind() {
        return Fault.kind("process", what);
    }
}
