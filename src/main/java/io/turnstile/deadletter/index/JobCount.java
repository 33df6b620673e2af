package io.turnstile.deadletter.index;

import io.turnstile.deadletter.letter.Fate;
import java.util.Map;

/**
 * Counts what a job did, by the resolutions that name it.
 *
 * @param done its resolutions
 * @param outcomes what became of the replayed ones; outcomes that no letter has are left out
 */
public record JobCount(long done, Map<Fate.Outcome, Long> outcomes) {

    public JobCount {
        outcomes = Map.copyOf(outcomes);
    }
}
