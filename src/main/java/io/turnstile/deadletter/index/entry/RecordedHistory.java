package io.turnstile.deadletter.index.entry;

import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Facts that schedules told, written to the topic of the jobs because schedules expire.
 *
 * @param outcomes of replays
 * @param superseded letters that a newer schedule of the same client and event has superseded
 * @param seen how far schedules were read when this was written; empty if there was more to write
 * @param writtenAt when this was written: it is about no letter that was decided later; empty if it was not yet
 */
public record RecordedHistory(
        List<Settled> outcomes, List<Place> superseded, Optional<Seen> seen, Optional<Instant> writtenAt) {

    /**
     * Outcome of one replay.
     *
     * @param replayedAs id of the request that was written again
     * @param reason of the new dead letter; empty text for a schedule
     */
    public record Settled(String replayedAs, Outcome outcome, String reason) {

        public Settled {
            Objects.requireNonNull(replayedAs);
            Objects.requireNonNull(outcome);
            Objects.requireNonNull(reason);
        }
    }

    /**
     * Point up to which letters and schedules have been compared.
     *
     * @param lettersTopic identity of the dead-letter topic, which a topic created again does not have
     * @param letters before which offset of each partition letters were known
     * @param schedulesTopic identity of the schedules topic
     * @param schedules before which offset of each partition schedules were read
     * @param unknownBefore letters whose requests were asked for before this moment were not compared all the same; empty if
     *     all were
     */
    public record Seen(
            String lettersTopic,
            Map<Integer, Long> letters,
            String schedulesTopic,
            Map<Integer, Long> schedules,
            Optional<Instant> unknownBefore) {

        public Seen {
            Objects.requireNonNull(lettersTopic);
            letters = Map.copyOf(letters);
            Objects.requireNonNull(schedulesTopic);
            schedules = Map.copyOf(schedules);
            Objects.requireNonNull(unknownBefore);
        }
    }

    public RecordedHistory {
        outcomes = List.copyOf(outcomes);
        superseded = List.copyOf(superseded);
        Objects.requireNonNull(seen);
        Objects.requireNonNull(writtenAt);
    }

    /** Returns whether it tells of any letter. */
    public boolean hasFacts() {
        return !outcomes.isEmpty() || !superseded.isEmpty();
    }
}
