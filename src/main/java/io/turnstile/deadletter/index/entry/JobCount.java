package io.turnstile.deadletter.index.entry;

import io.turnstile.deadletter.letter.ReplayOutcome;
import java.util.Map;

/**
 * Counts of what a job did, by the resolutions that name it.
 *
 * @param done its resolutions
 * @param outcomes what became of the replayed ones; outcomes that no letter has are left out
 */
public record JobCount(long done, Map<ReplayOutcome.Outcome, Long> outcomes) {

    public JobCount {
        outcomes = Map.copyOf(outcomes);
    }
}
