package io.turnstile.deadletter.replay.run;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.replay.Contents;
import io.turnstile.deadletter.replay.EligibilityRules;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Parts that runs are made with.
 *
 * @param topic identity of the dead-letter topic of today; empty text while that is not known
 * @param window how many replays may be undecided at a time, unless a rate wants more
 * @param ticker nanoseconds
 */
record RunParts(
        LetterIndex index,
        Contents contents,
        Supplier<String> topic,
        EligibilityRules rules,
        int window,
        LongSupplier ticker) {

    RunParts {
        Objects.requireNonNull(index);
        Objects.requireNonNull(contents);
        Objects.requireNonNull(topic);
        Objects.requireNonNull(rules);
        Objects.requireNonNull(ticker);
        if (window < 1) {
            throw new IllegalArgumentException("At least one replay must be allowed at a time, not " + window);
        }
    }
}
