package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Letter;
import java.util.Objects;

/**
 * Is a dead letter as the index takes it in; resolution and fate of {@code letter} are not looked at.
 *
 * @param key the record's key as text to search in; empty if there is none
 */
public record LetterEntry(Letter letter, String key) {

    public LetterEntry {
        Objects.requireNonNull(letter);
        Objects.requireNonNull(key);
    }

    /** Returns all that can be searched for. */
    String text() {
        return letter.message() + " " + letter.requestId().orElse("") + " " + key;
    }
}
