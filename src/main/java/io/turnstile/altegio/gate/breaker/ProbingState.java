package io.turnstile.altegio.gate.breaker;

/**
 * State in which all calls wait, and some probe. A probe that hangs does not keep the next one from being sent, so that
 * recovery is seen by the first probe after it.
 *
 * @param hold why
 * @param running how many probes are under way, at least 1
 * @param nextAt when another may be sent
 */
record ProbingState(PauseReason hold, int running, long nextAt) implements BreakerState {

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
        return new ProbingState(hold, running + 1, now + hold.probeEvery().toNanos());
    }

    @Override
    public BreakerState probeFailed(PauseReason why) {
        return running > 1 ? new ProbingState(why, running - 1, nextAt) : new OpenState(why, nextAt);
    }
}
