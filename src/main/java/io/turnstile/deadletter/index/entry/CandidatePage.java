package io.turnstile.deadletter.index.entry;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Part of a selection, oldest first.
 *
 * @param next where the next part begins, to be handed back as it is; empty at the end
 */
public record CandidatePage(List<Candidate> candidates, Optional<String> next) {

    public CandidatePage {
        candidates = List.copyOf(candidates);
        Objects.requireNonNull(next);
    }
}
