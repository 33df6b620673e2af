package io.turnstile.intake;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Commits what is decided of the records in hand and still their consumer's own: outcomes and offsets in one transaction.
 * One consumer's; polling thread only.
 */
final class DecidedCommit {

    private final UncommittedRecords uncommitted;
    private final OutcomeTransactions transactions;
    private final InstanceConflict conflict;
    private final OwnersNotes notes;
    private final ConsumerWatch watch;

    DecidedCommit(
            UncommittedRecords uncommitted,
            OutcomeTransactions transactions,
            InstanceConflict conflict,
            OwnersNotes notes,
            ConsumerWatch watch) {
        this.uncommitted = uncommitted;
        this.transactions = transactions;
        this.conflict = conflict;
        this.notes = notes;
        this.watch = watch;
    }

    /**
     * Commits, and takes what was committed out of the records in hand.
     *
     * @return whether there was anything to commit
     * @throws CommitFailedException if nothing was committed, because the group is being rebalanced; it may be tried again
     * @throws RuntimeException if that fails, with nothing committed or nothing known; or because a record in hand failed
     */
    boolean of(InFlight inFlight, ConsumerGroupMetadata group) {
        List<LaneRecord> decided = inFlight.decided();
        List<LaneRecord> own = own(decided);
        if (!own.isEmpty()) {
            commit(own, group);
            inFlight.committed(decided);
            watch.holds(inFlight.records());
        }
        for (LaneRecord left : inFlight.records()) {
            if (left.failure() != null) {
                throw new UndecidedException(left.record(), left.failure());
            }
        }
        return !own.isEmpty();
    }

    /**
     * Commits positions that were reached without a record to show for it: what ends a transaction takes an offset too, and
     * left uncommitted it looks like a request that waits.
     *
     * @throws CommitFailedException if nothing was committed, because the group is being rebalanced
     * @throws RuntimeException if that fails, with nothing committed or nothing known
     */
    void ofPositions(Map<TopicPartition, Long> positions, ConsumerGroupMetadata group) {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        uncommitted.passed(positions).forEach((partition, next) -> offsets.put(partition, notes.marked(next)));
        if (!offsets.isEmpty()) {
            commit(List.of(), offsets, group);
        }
    }

    private List<LaneRecord> own(List<LaneRecord> decided) {
        UncommittedRecords.Walk walk = uncommitted.walk();
        return decided.stream().filter(each -> walk.isNext(each.record())).toList();
    }

    private void commit(List<LaneRecord> decided, ConsumerGroupMetadata group) {
        List<ProducerRecord<byte[], byte[]>> outcomes = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (LaneRecord each : decided) {
            outcomes.addAll(each.written());
            offsets.put(each.record().partition(), notes.marked(each.record().offset() + 1));
        }
        long begun = System.nanoTime();
        commit(outcomes, offsets, group);
        watch.committed(decided, System.nanoTime() - begun);
    }

    private void commit(
            List<ProducerRecord<byte[], byte[]>> outcomes,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        conflict.noticing(() -> {
            transactions.commit(outcomes, offsets, group);
            return null;
        });
        offsets.forEach((partition, next) -> uncommitted.committed(partition, next.offset() - 1));
    }
}
