package io.turnstile.altegio.gate.breaker;

/** State in which calls flow. */
record ClosedState() implements BreakerState {

    @Override
    public long waitFor(long now) {
        return 0;
    }

    @Override
    public BreakerState held(PauseReason hold, long firstProbeAt) {
        return new OpenState(hold, firstProbeAt);
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
