package io.turnstile.deadletter.index.entry;

import io.turnstile.deadletter.letter.Letter;
import java.util.Objects;

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
}
