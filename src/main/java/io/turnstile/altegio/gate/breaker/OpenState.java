package io.turnstile.altegio.gate.breaker;

/**
 * State in which all calls wait; one of them will probe.
 *
 * @param hold why
 * @param probeAt when
 */
record OpenState(PauseReason hold, long probeAt) implements BreakerState {

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
        return new ProbingState(hold, 1, now + hold.probeEvery().toNanos());
    }

    @Override
    public BreakerState probeFailed(PauseReason why) {
        return new OpenState(why, probeAt);
    }
}
