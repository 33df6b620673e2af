package io.turnstile.deadletter.index.entry;

import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Tokenizer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Dead letter as the index takes it in; resolution and fate of {@code letter} are not looked at.
 *
 * @param key the record's key as text to search in; empty if there is none
 */
public record LetterEntry(Letter letter, String key) {

    public LetterEntry {
        Objects.requireNonNull(letter);
        Objects.requireNonNull(key);
    }

    /** Returns all that can be searched for as {@link Tokenizer} makes it, or null if SQLite makes the same of it itself. */
    public @Nullable String plain() {
        String requestId = letter.requestId().orElse("");
        return Tokenizer.isAscii(letter.message()) && Tokenizer.isAscii(requestId) && Tokenizer.isAscii(key)
                ? null
                : Tokenizer.plain(letter.message() + " " + requestId + " " + key);
    }
}
