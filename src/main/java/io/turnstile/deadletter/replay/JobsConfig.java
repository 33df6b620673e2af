package io.turnstile.deadletter.replay;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Settings of how jobs run.
 *
 * @param replayMax how often a letter may come back before a replay of it must be forced
 * @param window how many replays may be undecided at a time, so that they do not crowd out live requests
 * @param callsPerSecond how many calls to Altegio the quota allows; empty for no limit
 */
public record JobsConfig(int replayMax, int window, OptionalDouble callsPerSecond) {

    public JobsConfig {
        Objects.requireNonNull(callsPerSecond);
    }
}
