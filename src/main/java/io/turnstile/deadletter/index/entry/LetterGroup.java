package io.turnstile.deadletter.index.entry;

import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Status;
import java.util.List;
import java.util.Objects;

/**
 * Number of letters that are alike in all that a plan looks at.
 *
 * @param replays how often each of them came back
 * @param superseded see {@link Candidate}
 * @param group how many there are, of which reason
 * @param some ids of one or two of them
 */
public record LetterGroup(Status status, int replays, Candidate.Superseded superseded, Group group, List<String> some) {

    /** Counts one letter. */
    public static LetterGroup of(Candidate candidate) {
        Letter letter = candidate.letter();
        return new LetterGroup(
                letter.status(),
                letter.replays(),
                candidate.superseded(),
                new Group(letter.kind(), letter.reason(), 1, letter.decidedAt(), letter.decidedAt()),
                List.of(letter.id()));
    }

    public LetterGroup {
        Objects.requireNonNull(status);
        Objects.requireNonNull(superseded);
        Objects.requireNonNull(group);
        some = List.copyOf(some);
    }
}
