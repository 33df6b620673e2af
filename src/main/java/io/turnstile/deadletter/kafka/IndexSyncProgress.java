package io.turnstile.deadletter.kafka;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.IndexBatch;
import io.turnstile.kafka.Deadline;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Progress of the sync: up to where everything has been applied, for those who wait for it. Thread-safe. */
final class IndexSyncProgress {

    private static final Logger LOG = LoggerFactory.getLogger(IndexSyncProgress.class);

    /** Names what can stand still. */
    enum Part {
        READING,
        WRITING
    }

    private final Map<TopicPartition, Long> applied = new HashMap<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();

    /** Until then letters that are resolved still seem open, see {@link LetterIndex#beginBulk()}. */
    private boolean ready;

    private long read;
    private final Map<Part, String> troubles = new EnumMap<>(Part.class);

    synchronized void applied(IndexBatch batch) {
        applied.putAll(batch.positions());
        read += batch.letters().size();
        notifyAll();
    }

    /** Forgets a topic that is read from its beginning. */
    synchronized void forget(String topic) {
        applied.keySet().removeIf(each -> each.topic().equals(topic));
        ends.keySet().removeIf(each -> each.topic().equals(topic));
    }

    synchronized void ends(Map<TopicPartition, Long> known) {
        ends.putAll(known);
    }

    synchronized void ready() {
        ready = true;
        notifyAll();
    }

    /** Notes why a part does not continue; says it once, until it continues. */
    synchronized void stands(Part part, String why) {
        if (troubles.put(part, why) == null) {
            LOG.warn("The index of the dead letters is stopped and tries again: {}", why);
        }
    }

    synchronized void goesOn(Part part) {
        if (troubles.remove(part) != null) {
            LOG.info("The index of the dead letters continues");
        }
    }

    private Optional<String> trouble() {
        return troubles.values().stream().findFirst();
    }

    synchronized IndexSync.State state() {
        long behind = 0;
        for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
            behind += Math.max(0, end.getValue() - applied.getOrDefault(end.getKey(), 0L));
        }
        return new IndexSync.State(ready, read, behind, trouble());
    }

    synchronized void awaitReady(Duration timeout) throws TimeoutException, InterruptedException {
        Deadline deadline = Deadline.in(timeout);
        while (!ready) {
            waitUntil(deadline);
        }
    }

    private void waitUntil(Deadline deadline) throws TimeoutException, InterruptedException {
        Duration left = deadline.left();
        if (left.isZero()) {
            throw new TimeoutException("The index of the dead letters is not there yet"
                    + trouble().map(why -> ": " + why).orElse(""));
        }
        wait(left.toMillis() + 1);
    }
}
