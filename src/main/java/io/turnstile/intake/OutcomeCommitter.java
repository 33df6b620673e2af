package io.turnstile.intake;

import io.turnstile.intake.progress.ConsumerProgress;
import io.turnstile.intake.progress.OffsetMetadataNotes;
import io.turnstile.intake.progress.PartitionProgress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Commit of outcomes, in whatever order they were decided, and of what is done by them, in one transaction. One consumer's;
 * polling thread only.
 */
final class OutcomeCommitter {

    /** Outcomes of at least this size are committed one by one, after the others, for Kafka may refuse them. */
    private static final int LARGE_BYTES = 256 * 1024;

    /** More are committed in several transactions, so that each stays short. */
    private static final int MOST_RECORDS = 5_000;

    private final ConsumerProgress progress;
    private final OutcomeTransactions transactions;
    private final InstanceConflict.Client conflict;
    private final OffsetMetadataNotes notes;
    private final ConsumerMonitor watch;

    OutcomeCommitter(
            ConsumerProgress progress,
            OutcomeTransactions transactions,
            InstanceConflict.Client conflict,
            OffsetMetadataNotes notes,
            ConsumerMonitor watch) {
        this.progress = progress;
        this.transactions = transactions;
        this.conflict = conflict;
        this.notes = notes;
        this.watch = watch;
    }

    /**
     * Commits what is decided, and takes it out of the records in hand. An outcome that Kafka does not take is decided
     * again, and those of a topic that is not there wait; neither stops the others.
     *
     * @return whether anything was committed
     * @throws CommitFailedException if nothing more was committed, because the group is being rebalanced; it may be tried
     *     again
     * @throws RuntimeException if that fails, with nothing committed or nothing known
     */
    boolean commit(@Nullable InHand hand, @Nullable RefusedOutcomes refusals, ConsumerGroupMetadata group) {
        boolean any = false;
        int most = MOST_RECORDS;
        for (List<LaneRecord> part = next(hand, refusals, most); !part.isEmpty(); part = next(hand, refusals, most)) {
            try {
                if (!commit(part, hand, refusals, group)) {
                    break;
                }
                any = true;
                most = Math.min(2 * most, MOST_RECORDS);
            } catch (RefusedOutcomesException e) {
                if (part.size() == 1 || e.isCertain()) {
                    refusals.handle(part, e.refused());
                } else {
                    // One of them is at fault, and in ever smaller transactions it stands alone in the end.
                    most = part.size() / 2;
                }
            }
        }
        return any;
    }

    /**
     * Returns what goes into the next transaction, in order; no record before one of its lane that must wait.
     *
     * @param most records at most
     */
    private static List<LaneRecord> next(InHand hand, RefusedOutcomes refusals, int most) {
        List<LaneRecord> small = new ArrayList<>();
        List<LaneRecord> large = new ArrayList<>();
        Set<java.nio.ByteBuffer> waiting = new HashSet<>();
        for (LaneRecord each : hand.decided()) {
            byte[] key = each.record().key();
            java.nio.ByteBuffer lane = key == null ? null : java.nio.ByteBuffer.wrap(key);
            if (refusals.isWaiting(each) || waiting.contains(lane)) {
                waiting.add(lane);
            } else if (size(each) >= LARGE_BYTES) {
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

    private boolean commit(
            List<LaneRecord> records, InHand hand, RefusedOutcomes refusals, ConsumerGroupMetadata group) {
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
        long begun = System.nanoTime();
        covered.forEach(each -> each.trace().beginCommit(covered.size()));
        try {
            transact(outcomes, steps, group);
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
        watch.committed(covered, System.nanoTime() - begun);
        return true;
    }

    /**
     * Commits positions that were reached without a record to show for it: what ends a transaction takes an offset too, and
     * left uncommitted it looks like a request that waits.
     *
     * @throws CommitFailedException if nothing was committed, because the group is being rebalanced
     * @throws RuntimeException if that fails, with nothing committed or nothing known
     */
    void commitPositions(Map<TopicPartition, Long> positions, ConsumerGroupMetadata group) {
        Map<TopicPartition, PartitionProgress.Step> steps = new HashMap<>();
        positions.forEach((partition, position) -> progress.of(partition).ifPresent(each -> {
            each.reached(position);
            if (each.isPastCommitted()) {
                each.step(Set.of(), notes.room()).ifPresent(step -> steps.put(partition, step));
            }
        }));
        if (!steps.isEmpty()) {
            transact(List.of(), steps, group);
            steps.forEach(
                    (partition, step) -> progress.of(partition).orElseThrow().committed(Set.of(), step));
        }
    }

    private void transact(
            List<ProducerRecord<byte[], byte[]>> outcomes,
            Map<TopicPartition, PartitionProgress.Step> steps,
            ConsumerGroupMetadata group) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        steps.forEach((partition, step) -> offsets.put(partition, notes.beside(partition, step)));
        watch.sign().beat();
        conflict.noticing(() -> {
            transactions.commit(outcomes, offsets, group);
            return null;
        });
    }
}
