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
    public boolean isSlow(long sequence, Duration patience) {
        return gate.isSlow(sequence, patience);
    }

    @Override
    public boolean isQueued(long sequence) {
        return gate.isQueued(sequence);
    }

    @Override
    public void end(long sequence) {
        gate.giveUp(sequence);
    }
}
