package io.turnstile.intake;

import io.turnstile.intake.progress.ConsumerProgress;
import io.turnstile.intake.progress.OffsetMetadataNotes;
import io.turnstile.intake.progress.PartitionProgress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owner of all commits of one consumer: of outcomes, in whatever order they were decided, with what is done by them, in one
 * transaction; of positions that were reached without a record; and of the notes for the next owners. The step between two
 * polls and the listener to rebalances ask it, and nothing else commits. Polling thread only.
 */
final class OutcomeCommitter {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeCommitter.class);

    /** Outcomes of at least this size are committed one by one, after the others, for Kafka may refuse them; so are suspects. */
    private static final int LARGE_BYTES = 256 * 1024;

    /** More are committed in several transactions, so that each stays short. */
    private static final int MOST_RECORDS = 5_000;

    /** Notes are worth no longer wait: where they are missing, the next owner waits instead. */
    private static final Duration NOTES_TIMEOUT = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> kafka;
    private final OutcomeTransactions transactions;
    private final ConsumerProgress progress;
    private final OffsetMetadataNotes notes;
    private final InstanceConflict.Client conflict;
    private final ConsumerMonitor watch;
    private final LongSupplier ticker;

    OutcomeCommitter(
            Consumer<byte[], byte[]> kafka,
            OutcomeTransactions transactions,
            ConsumerProgress progress,
            OffsetMetadataNotes notes,
            InstanceConflict.Client conflict,
            ConsumerMonitor watch,
            LongSupplier ticker) {
        this.kafka = kafka;
        this.transactions = transactions;
        this.progress = progress;
        this.notes = notes;
        this.conflict = conflict;
        this.watch = watch;
        this.ticker = ticker;
    }

    /**
     * Commits what is decided, and takes it out of the records in hand. An outcome that Kafka does not take is decided
     * again, and those of a topic that is not there wait; neither stops the others. While the group is being rebalanced
     * they all wait.
     *
     * @throws RuntimeException if that fails, with nothing committed or nothing known
     */
    void commit(InHand hand, RefusedOutcomes refusals) {
        try {
            commitParts(hand, refusals);
        } catch (CommitFailedException e) {
            LOG.debug("The group is being rebalanced, outcomes are committed after that: {}", e.getMessage());
        } catch (RuntimeException e) {
            OffsetMetadataNotes.learnFrom(e);
            throw e;
        }
    }

    private void commitParts(InHand hand, RefusedOutcomes refusals) {
        int most = MOST_RECORDS;
        for (List<LaneRecord> part = next(hand, refusals, most); !part.isEmpty(); part = next(hand, refusals, most)) {
            try {
                if (!commit(part, hand, refusals)) {
                    break;
                }
                most = Math.min(2 * most, MOST_RECORDS);
            } catch (OutcomeTransactions.RefusedException e) {
                if (part.size() == 1 || e.isCertain()) {
                    refusals.handle(part, e.refused());
                } else {
                    // One of them is at fault, and in ever smaller transactions it stands alone in the end.
                    most = part.size() / 2;
                }
            }
        }
    }

    /**
     * Returns what goes into the next transaction, in order; no record before one of its lane that must wait.
     *
     * @param most records at most
     */
    private static List<LaneRecord> next(InHand hand, RefusedOutcomes refusals, int most) {
        List<LaneRecord> small = new ArrayList<>();
        List<LaneRecord> large = new ArrayList<>();
        Set<ByteBuffer> waiting = new HashSet<>();
        for (LaneRecord each : hand.decided()) {
            byte[] key = each.record().key();
            ByteBuffer lane = key == null ? null : ByteBuffer.wrap(key);
            if (refusals.isWaiting(each) || waiting.contains(lane)) {
                waiting.add(lane);
            } else if (size(each) >= LARGE_BYTES || refusals.isSuspect(each)) {
                large.add(each);
                waiting.add(lane);
            } else {
                small.add(each);
            }
            waiting.remove(null);
        }
        return small.isEmpty()
                ? large.subList(0, Math.min(1, large.size()))
                : small.subList(0, Math.min(most, small.size()));
    }

    private static int size(LaneRecord record) {
        int size = 0;
        for (ProducerRecord<byte[], byte[]> each : record.written()) {
            size += each.value() == null ? 0 : each.value().length;
        }
        return Math.max(size, record.bytes());
    }

    /** Returns whether anything of it was committed. */
    private boolean commit(List<LaneRecord> records, InHand hand, RefusedOutcomes refusals) {
        Map<TopicPartition, Set<Long>> decided = new HashMap<>();
        for (LaneRecord each : records) {
            decided.computeIfAbsent(each.record().partition(), any -> new HashSet<>())
                    .add(each.record().offset());
        }
        decided.keySet().removeIf(partition -> progress.of(partition).isEmpty());
        Map<TopicPartition, PartitionProgress.Step> steps = new HashMap<>();
        decided.forEach((partition, offsets) -> progress.of(partition)
                .flatMap(each -> each.step(offsets, notes.room()))
                .ifPresent(step -> steps.put(partition, step)));
        List<LaneRecord> covered = records.stream()
                .filter(each -> steps.containsKey(each.record().partition())
                        && steps.get(each.record().partition())
                                .covers(each.record().offset()))
                .toList();
        if (covered.isEmpty()) {
            return false;
        }
        List<ProducerRecord<byte[], byte[]>> outcomes =
                covered.stream().flatMap(each -> each.written().stream()).toList();
        long begun = ticker.getAsLong();
        covered.forEach(each -> each.trace().beginCommit(covered.size()));
        try {
            transact(outcomes, steps);
        } catch (RuntimeException fault) {
            covered.forEach(each -> each.trace().failCommit());
            throw fault;
        }
        covered.forEach(each -> each.trace().committed());
        Map<TopicPartition, Set<Long>> done = new HashMap<>();
        covered.forEach(each -> done.computeIfAbsent(each.record().partition(), any -> new HashSet<>())
                .add(each.record().offset()));
        steps.forEach((partition, step) ->
                progress.of(partition).orElseThrow().committed(done.getOrDefault(partition, Set.of()), step));
        hand.committed(covered);
        refusals.committed(covered);
        watch.committed(covered, ticker.getAsLong() - begun);
        return true;
    }

    /**
     * Commits positions that were reached without a record to show for it: what ends a transaction takes an offset too, and
     * left uncommitted it looks like a request that waits.
     *
     * @throws RuntimeException if that fails, with nothing committed or nothing known
     */
    void commitPositions() {
        Map<TopicPartition, PartitionProgress.Step> steps = new HashMap<>();
        positions().forEach((partition, position) -> progress.of(partition).ifPresent(each -> {
            each.reached(position);
            if (each.isPastCommitted()) {
                each.step(Set.of(), notes.room()).ifPresent(step -> steps.put(partition, step));
            }
        }));
        if (steps.isEmpty()) {
            return;
        }
        try {
            transact(List.of(), steps);
            steps.forEach(
                    (partition, step) -> progress.of(partition).orElseThrow().committed(Set.of(), step));
        } catch (CommitFailedException e) {
            LOG.debug("The group is being rebalanced, positions are committed later: {}", e.getMessage());
        }
    }

    /** Returns where the consumer will read on, for now of no partition if one's place is still to be asked for. */
    private Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        try {
            for (TopicPartition each : kafka.assignment()) {
                positions.put(each, kafka.position(each, Duration.ZERO));
            }
            return positions;
        } catch (TimeoutException e) {
            return Map.of();
        }
    }

    private void transact(
            List<ProducerRecord<byte[], byte[]>> outcomes, Map<TopicPartition, PartitionProgress.Step> steps) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        steps.forEach((partition, step) -> offsets.put(partition, notes.beside(partition, step)));
        watch.sign().beat();
        conflict.noticing(() -> {
            transactions.commit(outcomes, offsets, kafka.groupMetadata());
            return null;
        });
    }

    /**
     * Marks new partitions as this instance's.
     *
     * @param committed what was read in them
     * @throws KafkaException if that cannot be done: the partitions must not be used then
     */
    void mark(Map<TopicPartition, @Nullable OffsetAndMetadata> committed) {
        Map<TopicPartition, OffsetAndMetadata> marks = notes.marks(committed, kafka::position);
        if (!marks.isEmpty()) {
            kafka.commitSync(marks);
        }
    }

    /** Leaves notes for the next owners in partitions that are still owned; if that fails, the mark stays. */
    void leave(Map<TopicPartition, String> left) {
        if (left.isEmpty()) {
            return;
        }
        try {
            kafka.commitSync(
                    OffsetMetadataNotes.last(kafka.committed(left.keySet(), NOTES_TIMEOUT), left), NOTES_TIMEOUT);
        } catch (WakeupException stopping) {
            // Camel wakes a consumer that it is going to close, once.
            leave(left);
        } catch (KafkaException e) {
            LOG.debug("Left no word in {}", left.keySet(), e);
        }
    }
}
