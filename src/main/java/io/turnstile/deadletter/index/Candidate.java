package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Letter;
import java.util.Objects;

/**
 * Is a letter that a plan or a job considers.
 *
 * @param overtaken whether a newer request of the same client and event was decided after it
 */
public record Candidate(Letter letter, boolean overtaken) {

    public Candidate {
        Objects.requireNonNull(letter);
    }
}
