package io.turnstile.altegio.gate;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Says whether calls go through the gate, and if not, why and since when.
 *
 * @param holding why calls wait; empty while the gate is open
 * @param detail one sentence for a person
 * @param since when the gate last opened or began to hold
 */
public record GateStatus(Optional<Reason> holding, String detail, Instant since) {

    public GateStatus {
        Objects.requireNonNull(holding);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(since);
    }

    static GateStatus open(Instant since) {
        return new GateStatus(Optional.empty(), "Altegio answers", since);
    }

    /** Returns whether calls wait because something is wrong with the world: no request may be blamed meanwhile. */
    public boolean isHolding() {
        return holding.isPresent();
    }

    /** Why the gate holds. */
    public enum Reason {
        /** Most calls fail, or a call that had been answered before fails too. */
        NOT_ANSWERING,
        /** Altegio answers 401 and there is no other token, or it refuses the login. */
        TOKEN_REFUSED
    }
}
