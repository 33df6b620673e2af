package io.turnstile.deadletter.kafka;

import io.turnstile.deadletter.index.IndexUpkeep;
import io.turnstile.deadletter.index.LetterIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Follower of what Kafka holds no more: such letters leave the index, with a warning if they were open. One thread's. */
final class Deletions {

    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);

    private final LetterIndex index;
    private final Map<TopicPartition, Long> last = new HashMap<>();

    Deletions(LetterIndex index) {
        this.index = index;
    }

    /** Returns what to do about the letters that went since the last look, on the thread that writes into the index. */
    List<Runnable> since(Map<TopicPartition, Long> begins) {
        List<Runnable> work = new ArrayList<>();
        begins.forEach((partition, begin) -> {
            if (begin > last.getOrDefault(partition, 0L)) {
                last.put(partition, begin);
                work.add(() -> forget(partition, begin));
            }
        });
        return work;
    }

    private void forget(TopicPartition partition, long begin) {
        int open = index.upkeep().forget(partition.partition(), begin).open();
        if (open > 0) {
            LOG.warn(
                    "Kafka deleted {} open dead letters of {}: give the topic retention.ms=-1 and retention.bytes=-1.",
                    open,
                    partition);
        }
    }

    /** Returns what to do when no letter that was read may be there any more. */
    Runnable all(String topic, String why) {
        last.clear();
        return () -> {
            IndexUpkeep.Gone gone = index.upkeep().forgetLetters(topic);
            LOG.warn(
                    "{} {}: the {} dead letters that were read of it, {} of them open, leave the lists, and it is read"
                            + " from its beginning.",
                    topic,
                    why,
                    gone.letters(),
                    gone.open());
        };
    }
}
