package io.turnstile.altegio.gate.breaker;

/** A state of the {@link Breaker}: immutable; each change makes another. Times are nanoseconds of one ticker. */
sealed interface BreakerState {

    /** Returns for how long a call must wait before it may ask again or probe; 0 when it may do so now. */
    long waitFor(long now);

    /** Returns the state after calls turned out to fail for all. */
    BreakerState held(PauseReason hold, long firstProbeAt);

    /** Returns the state after a probe was sent. */
    BreakerState probing(long now);

    /** Returns the state after a probe was answered: the world is well. */
    default BreakerState probeAnswered() {
        return new Closed();
    }

    /** Returns the state after a probe ended otherwise. */
    BreakerState probeFailed(PauseReason why);

    /** State in which calls flow. */
    record Closed() implements BreakerState {

        @Override
        public long waitFor(long now) {
            return 0;
        }

        @Override
        public BreakerState held(PauseReason hold, long firstProbeAt) {
            return new Open(hold, firstProbeAt);
        }

        @Override
        public BreakerState probing(long now) {
            throw new IllegalStateException("No probe is needed");
        }

        /** Stays closed: another probe was answered before this one failed. */
        @Override
        public BreakerState probeFailed(PauseReason why) {
            return this;
        }
    }

    /**
     * State in which all calls wait; one of them will probe.
     *
     * @param hold why
     * @param probeAt when
     */
    record Open(PauseReason hold, long probeAt) implements BreakerState {

        @Override
        public long waitFor(long now) {
            return Math.max(0, probeAt - now);
        }

        /** Stays as it is: calls that were under way fail late. */
        @Override
        public BreakerState held(PauseReason other, long firstProbeAt) {
            return this;
        }

        @Override
        public BreakerState probing(long now) {
            return new Probing(hold, 1, now + hold.probeEvery().toNanos());
        }

        @Override
        public BreakerState probeFailed(PauseReason why) {
            return new Open(why, probeAt);
        }
    }

    /**
     * State in which all calls wait, and some probe. A probe that hangs does not keep the next one from being sent, so that
     * recovery is seen by the first probe after it.
     *
     * @param hold why
     * @param running how many probes are under way, at least 1
     * @param nextAt when another may be sent
     */
    record Probing(PauseReason hold, int running, long nextAt) implements BreakerState {

        static final int MOST = 8;

        @Override
        public long waitFor(long now) {
            return running >= MOST ? Long.MAX_VALUE : Math.max(0, nextAt - now);
        }

        @Override
        public BreakerState held(PauseReason other, long firstProbeAt) {
            return this;
        }

        @Override
        public BreakerState probing(long now) {
            return new Probing(hold, running + 1, now + hold.probeEvery().toNanos());
        }

        @Override
        public BreakerState probeFailed(PauseReason why) {
            return running > 1 ? new Probing(why, running - 1, nextAt) : new Open(why, nextAt);
        }
    }
}
