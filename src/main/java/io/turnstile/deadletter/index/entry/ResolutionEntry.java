package io.turnstile.deadletter.index.entry;

import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.Resolution;
import java.util.Objects;
import java.util.Optional;

/**
 * Resolution as the index takes it in, with the letter that it names. It applies to no letter that is younger than itself.
 *
 * @param place of the letter; empty if it was written by a version or a program that does not tell: then it applies to each
 *     letter of this id
 * @param ask when and where the letter's request was first asked for; empty if it does not tell
 */
public record ResolutionEntry(
        String letterId, Optional<Place> place, Optional<RequestPosition> ask, Resolution resolution) {

    public ResolutionEntry {
        Objects.requireNonNull(letterId);
        Objects.requireNonNull(place);
        Objects.requireNonNull(ask);
        Objects.requireNonNull(resolution);
    }
}
