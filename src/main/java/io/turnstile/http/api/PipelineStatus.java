package io.turnstile.http.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Status of the pipeline at a moment, beside its dead letters.
 *
 * @param minutes the last hour, the oldest first
 * @param warnings a sentence for each thing that somebody has to fix before it is too late
 */
public record PipelineStatus(
        String instance, Intake intake, Gate gate, Index index, List<Minute> minutes, List<String> warnings) {

    /**
     * Says how requests come in.
     *
     * @param lag records of the requests topic that the group has not committed yet; empty if that is not known
     * @param retryLag those of the retry topics: they wait for their time
     */
    public record Intake(OptionalLong lag, OptionalLong retryLag, List<Consumer> consumers) {

        public Intake {
            consumers = List.copyOf(consumers);
        }
    }

    /** Says how one consumer of this instance is doing. */
    public record Consumer(String name, int partitions, Optional<Instant> lastCommit, Optional<String> fault) {}

    /**
     * Says how calls to Altegio go.
     *
     * @param holding why they wait; empty while the gate is open
     * @param throttledUntil until when they pause because Altegio had too many; empty if they do not
     * @param perSecond this instance's share of the quota; empty for no limit
     */
    public record Gate(
            Optional<String> holding,
            String detail,
            Instant since,
            Optional<Instant> throttledUntil,
            OptionalInt perSecond,
            OptionalInt perMinute,
            int usedSecond,
            int usedMinute,
            int waiting) {}

    /**
     * Says how far the index of dead letters is.
     *
     * @param ready whether it has read all that there was when it was started
     * @param read how many records it has read
     * @param behind how many it has still to read, about
     */
    public record Index(boolean ready, long read, long behind) {}

    /** Counts what was decided within a minute. */
    public record Minute(Instant at, long scheduled, Map<String, Long> deadLetters) {

        public Minute {
            deadLetters = Map.copyOf(deadLetters);
        }
    }

    public PipelineStatus {
        minutes = List.copyOf(minutes);
        warnings = List.copyOf(warnings);
    }
}
