package io.turnstile.deadletter.index;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Is what was read in one go, on its way into the index; {@code positions} say up to where it has been read then. */
record FeedBatch(
        List<LetterEntry> letters,
        List<ResolutionEntry> resolutions,
        List<ScheduleEntry> schedules,
        Map<TopicPartition, Long> positions) {

    FeedBatch() {
        this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new HashMap<>());
    }
}
