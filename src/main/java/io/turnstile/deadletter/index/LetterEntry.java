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

    /** Returns all that can be searched for as {@link Words} makes it, or null if SQLite makes the same of it itself. */
    String plain() {
        String requestId = letter.requestId().orElse("");
        return Words.isAscii(letter.message()) && Words.isAscii(requestId) && Words.isAscii(key)
                ? null
                : Words.plain(letter.message() + " " + requestId + " " + key);
    }
}
