package io.turnstile.app;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.intake.Waits;

/** Tells the intake that its bookings wait in the gate. */
record GateWaits(Gate gate) implements Waits {

    @Override
    public boolean isHolding() {
        return gate.status().isHolding();
    }

    @Override
    public void end(long turn) {
        gate.giveUp(turn);
    }

    @Override
    public void endAll() {
        gate.close();
    }
}
