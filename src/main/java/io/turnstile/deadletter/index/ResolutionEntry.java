package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Resolution;
import java.util.Objects;

/** Is a resolution as the index takes it in, with the letter that it names. */
public record ResolutionEntry(String letterId, Resolution resolution) {

    public ResolutionEntry {
        Objects.requireNonNull(letterId);
        Objects.requireNonNull(resolution);
    }
}
