package io.turnstile.deadletter.retention;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.kafka.IndexSyncConfig;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.kafka.Deadline;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;

/**
 * Deletion of resolved letters from Kafka: on each partition those before the oldest open one, or all if none is open. They
 * are gone for good, from the lists of this instance at once, and soon from those of the others.
 */
public final class Pruning {

    private final IndexSyncConfig config;
    private final LetterIndex index;
    private final IndexSync feed;
    private final Audit audit;
    private final Record record;

    /** Audit of what people did, in which every deletion stands. */
    @FunctionalInterface
    public interface Audit {
        void note(String by, String what, String why) throws TimeoutException, InterruptedException;
    }

    /** Record for good of letters that are superseded by some that go. */
    @FunctionalInterface
    public interface Record {
        void superseded(List<Place> letters) throws TimeoutException, InterruptedException;
    }

    public Pruning(IndexSyncConfig config, LetterIndex index, IndexSync feed, Audit audit, Record record) {
        this.record = record;
        this.config = config;
        this.index = index;
        this.feed = feed;
        this.audit = audit;
    }

    /**
     * Deletes them now, if the audit takes that somebody wants it; then the audit is told how it ended.
     *
     * @param by who asks for it
     * @param why in their words; may be empty
     * @return how many places were cleared on each partition: records, and the marks of transactions between them
     * @throws IllegalStateException in one line, if the index does not know all letters yet, or Kafka refuses
     */
    public SortedMap<Integer, Long> prune(String by, String why, Duration timeout)
            throws TimeoutException, InterruptedException {
        audit.note(by, "wants to prune resolved letters", why);
        SortedMap<Integer, Long> cleared;
        try {
            cleared = prune(timeout);
        } catch (TimeoutException | RuntimeException e) {
            noteFailure(by, why, e);
            throw e;
        }
        long records = cleared.values().stream().mapToLong(Long::longValue).sum();
        audit.note(by, String.format(Locale.ROOT, "pruned %d records of resolved letters", records), why);
        return cleared;
    }

    private void noteFailure(String by, String why, Exception fault) throws InterruptedException {
        try {
            audit.note(by, "pruned nothing that is known of: " + fault.getMessage(), why);
        } catch (TimeoutException e) {
            fault.addSuppressed(e);
        }
    }

    private SortedMap<Integer, Long> prune(Duration timeout) throws TimeoutException, InterruptedException {
        if (!feed.state().ready()) {
            throw new IllegalStateException("The dead letters are still being read: try again when all are there");
        }
        Deadline deadline = Deadline.in(timeout);
        try (Admin admin = Admin.create(config.clients().client("-pruning"))) {
            TopicDescription topic = admin.describeTopics(List.of(config.deadLetters()))
                    .allTopicNames()
                    .get(left(deadline), TimeUnit.NANOSECONDS)
                    .get(config.deadLetters());
            Map<TopicPartition, Long> begins = begins(admin, topic, deadline);
            Map<Integer, Long> resolved = index.upkeep().resolvedUpTo(config.deadLetters());
            Map<TopicPartition, RecordsToDelete> wanted = new HashMap<>();
            SortedMap<Integer, Long> cleared = new TreeMap<>();
            begins.forEach((partition, begin) -> {
                long upTo = resolved.getOrDefault(partition.partition(), 0L);
                if (upTo > begin) {
                    wanted.put(partition, RecordsToDelete.beforeOffset(upTo));
                    cleared.put(partition.partition(), upTo - begin);
                }
            });
            record.superseded(index.upkeep().supersededBefore(ends(wanted)));
            admin.deleteRecords(wanted).all().get(left(deadline), TimeUnit.NANOSECONDS);
            wanted.forEach((partition, until) -> index.upkeep().forget(partition.partition(), until.beforeOffset()));
            return cleared;
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka did not delete the dead letters: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static Map<Integer, Long> ends(Map<TopicPartition, RecordsToDelete> wanted) {
        Map<Integer, Long> ends = new HashMap<>();
        wanted.forEach((partition, until) -> ends.put(partition.partition(), until.beforeOffset()));
        return ends;
    }

    private static Map<TopicPartition, Long> begins(Admin admin, TopicDescription topic, Deadline deadline)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        topic.partitions()
                .forEach(each -> asked.put(new TopicPartition(topic.name(), each.partition()), OffsetSpec.earliest()));
        Map<TopicPartition, Long> begins = new HashMap<>();
        admin.listOffsets(asked)
                .all()
                .get(left(deadline), TimeUnit.NANOSECONDS)
                .forEach((partition, begin) -> begins.put(partition, begin.offset()));
        return begins;
    }

    private static long left(Deadline deadline) {
        return Math.max(1, deadline.left().toNanos());
    }
}
