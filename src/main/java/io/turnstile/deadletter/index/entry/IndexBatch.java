package io.turnstile.deadletter.index.entry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/**
 * Records on their way into the index, taken in as one: all of them show, or none.
 *
 * @param positions up to where each partition has been read then
 */
public record IndexBatch(
        List<LetterEntry> letters,
        List<ResolutionEntry> resolutions,
        List<RecordedHistory> histories,
        List<ScheduleEntry> schedules,
        Map<TopicPartition, Long> positions) {

    public boolean hasRecords() {
        return !letters.isEmpty() || !resolutions.isEmpty() || !histories.isEmpty() || !schedules.isEmpty();
    }

    public IndexBatch() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
    }
}
