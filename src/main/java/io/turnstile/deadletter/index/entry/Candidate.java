package io.turnstile.deadletter.index.entry;

import io.turnstile.deadletter.letter.Letter;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Letter that a plan or a job considers.
 *
 * @param superseded whether a newer request of the same client and event was decided: newer by when it was asked for
 * @param ask when and where its request was first asked for
 */
public record Candidate(Letter letter, Superseded superseded, RequestPosition ask) {

    public Candidate {
        Objects.requireNonNull(letter);
        Objects.requireNonNull(superseded);
        Objects.requireNonNull(ask);
    }

    /**
     * Part of a selection, oldest first.
     *
     * @param next where the next part begins, to be handed back as it is; empty at the end
     */
    public record Page(List<Candidate> candidates, Optional<String> next) {

        public Page {
            candidates = List.copyOf(candidates);
            Objects.requireNonNull(next);
        }
    }

    /** Answer to the question whether a newer request of the same client and event was decided already. */
    public enum Superseded {
        NO,
        YES,
        /** Kafka no longer holds the schedules that would tell. */
        NOT_KNOWN
    }
}
