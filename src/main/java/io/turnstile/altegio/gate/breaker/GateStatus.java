package io.turnstile.altegio.gate.breaker;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;

/**
 * State of the gate: whether calls go through, and if not, why and since when.
 *
 * @param holding why calls wait; empty while the gate is open
 * @param detail one sentence for a person
 * @param since when the gate last opened or began to hold
 * @param throttledUntil until when calls wait because Altegio asked for a pause (429); nothing is wrong then, and no more
 *     than a pause is needed
 */
public record GateStatus(Optional<Reason> holding, String detail, Instant since, Optional<Instant> throttledUntil) {

    public GateStatus {
        Objects.requireNonNull(holding);
        Objects.requireNonNull(detail);
        Objects.requireNonNull(since);
        Objects.requireNonNull(throttledUntil);
    }

    static GateStatus open(Instant since) {
        return holding(Optional.empty(), "Altegio answers", since);
    }

    static GateStatus holding(Optional<Reason> reason, String detail, Instant since) {
        return new GateStatus(reason, detail, since, Optional.empty());
    }

    /** Returns the same while calls pause. */
    public GateStatus throttled(Instant until) {
        String pause =
                "Altegio answers 429 (too many calls): calls wait until " + until.truncatedTo(ChronoUnit.SECONDS);
        return new GateStatus(holding, isHolding() ? detail : pause, since, Optional.of(until));
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
