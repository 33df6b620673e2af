package io.turnstile.app;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.intake.CallWaits;
import java.time.Duration;

/** Waits of the intake's bookings, all of them in the gate. */
record GateCallWaits(Gate gate) implements CallWaits {

    @Override
    public boolean isHolding() {
        return gate.status().isHolding();
    }

    @Override
    public boolean isSlow(long turn, Duration patience) {
        return gate.isSlow(turn, patience);
    }

    @Override
    public boolean isQueued(long turn) {
        return gate.isQueued(turn);
    }

    @Override
    public void end(long turn) {
        gate.giveUp(turn);
    }
}
