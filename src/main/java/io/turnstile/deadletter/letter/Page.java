package io.turnstile.deadletter.letter;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Part of a list, newest first.
 *
 * @param next where the next page begins, to be handed back as it is; empty at the end
 */
public record Page(List<Letter> letters, Optional<String> next) {

    public Page {
        letters = List.copyOf(letters);
        Objects.requireNonNull(next);
    }
}
