package io.turnstile.altegio.gate.breaker;

/** A state of the {@link Breaker}: immutable; each change makes another. Times are nanoseconds of one ticker. */
sealed interface BreakerState permits ClosedState, OpenState, ProbingState {

    /** Returns for how long a call must wait before it may ask again or probe; 0 when it may do so now. */
    long waitFor(long now);

    /** Returns the state after calls turned out to fail for all. */
    BreakerState held(PauseReason hold, long firstProbeAt);

    /** Returns the state after a probe was sent. */
    BreakerState probing(long now);

    /** Returns the state after a probe was answered: the world is well. */
    default BreakerState probeAnswered() {
        return new ClosedState();
    }

    /** Returns the state after a probe ended otherwise. */
    BreakerState probeFailed(PauseReason why);
}
