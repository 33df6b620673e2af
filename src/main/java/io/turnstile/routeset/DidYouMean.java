package io.turnstile.routeset;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Search for the known word that somebody may have meant. */
final class DidYouMean {

    private DidYouMean() {}

    /** Returns {@code : did you mean X?}, or nothing if no known word is near. */
    static String oneOf(Collection<String> known, String word) {
        return nearest(known, word)
                .map(found -> ": did you mean " + found + "?")
                .orElse("");
    }

    static Optional<String> nearest(Collection<String> known, String word) {
        int far = word.length() < 3 ? 1 : Math.max(2, word.length() / 3);
        return known.stream()
                .filter(each -> !each.equals(word) && distance(each, word) <= far)
                .min(Comparator.comparingInt((String each) -> distance(each, word))
                        .thenComparing(each -> each));
    }

    private static int distance(String one, String other) {
        return LevenshteinDistance.getDefaultInstance().apply(one, other);
    }
}
