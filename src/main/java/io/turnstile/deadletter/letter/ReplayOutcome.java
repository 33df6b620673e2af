package io.turnstile.deadletter.letter;

import java.util.Objects;
import java.util.Optional;

/**
 * Outcome of a request after its dead letter was replayed.
 *
 * @param reason of the new dead letter; empty while it waits and for a schedule
 * @param letterId the new dead letter; empty while it waits and for a schedule
 */
public record ReplayOutcome(Outcome outcome, Optional<String> reason, Optional<String> letterId) {

    /** Is what a replayed request came to. */
    public enum Outcome {
        /** Nothing yet: it waits for the quota, or for a retry. */
        WAITING,
        SCHEDULED,
        /** A dead letter again, of this kind. */
        REJECTED,
        MALFORMED,
        FAILED,
        /** Kafka no longer holds what would tell. */
        NOT_KNOWN
    }

    public ReplayOutcome {
        Objects.requireNonNull(outcome);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(letterId);
    }
}
