package io.turnstile.intake;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows, for each partition that is owned, which records were polled and not yet committed, in order, and how far it is
 * committed. One consumer's; polling thread only.
 *
 * <p>A record may be committed only if it is the next one: Camel keeps records in a queue of its own, also over a
 * rebalance, after which they are another instance's.
 */
final class UncommittedRecords {

    private static final long NOWHERE = -1;

    private final Map<TopicPartition, Deque<Long>> offsets = new HashMap<>();
    private final Map<TopicPartition, Long> committed = new HashMap<>();

    void polled(ConsumerRecords<?, ?> records) {
        for (ConsumerRecord<?, ?> record : records) {
            offsets.computeIfAbsent(
                            new TopicPartition(record.topic(), record.partition()), partition -> new ArrayDeque<>())
                    .add(record.offset());
        }
    }

    /** Returns those of a consumer's positions that are further than what is committed, with no record in between. */
    Map<TopicPartition, Long> passed(Map<TopicPartition, Long> positions) {
        Map<TopicPartition, Long> passed = new HashMap<>(positions);
        passed.entrySet()
                .removeIf(each ->
                        isPending(each.getKey()) || committed.getOrDefault(each.getKey(), NOWHERE) >= each.getValue());
        return passed;
    }

    private boolean isPending(TopicPartition partition) {
        Deque<Long> pending = offsets.get(partition);
        return pending != null && !pending.isEmpty();
    }

    /** Forgets partitions that are no longer owned: none of their records may be committed. */
    void revoked(Collection<TopicPartition> partitions) {
        offsets.keySet().removeAll(partitions);
        committed.keySet().removeAll(partitions);
    }

    /** Starts a walk over a batch, record by record in its order, that tells which of them may be committed. */
    Walk walk() {
        return new Walk();
    }

    /** Removes the records up to the offset: they are committed. */
    void committed(TopicPartition partition, long offset) {
        committed.put(partition, offset + 1);
        Deque<Long> pending = offsets.get(partition);
        while (pending != null && !pending.isEmpty() && pending.peekFirst() <= offset) {
            pending.removeFirst();
        }
    }

    /** Tells for each record of a batch, asked in order, whether it may be committed. */
    final class Walk {

        private final Map<TopicPartition, java.util.Iterator<Long>> next = new HashMap<>();
        private final Set<TopicPartition> lost = new HashSet<>();

        /**
         * Returns whether the record is the next one of its partition; false if the partition is no longer owned.
         *
         * @throws OutOfSequenceException if another record should have come first
         */
        boolean isNext(RequestRecord record) {
            TopicPartition partition = record.partition();
            if (lost.contains(partition)) {
                return false;
            }
            Deque<Long> pending = offsets.get(partition);
            if (pending == null) {
                lost.add(partition);
                return false;
            }
            java.util.Iterator<Long> expected = next.computeIfAbsent(partition, any -> pending.iterator());
            if (!expected.hasNext() || expected.next() != record.offset()) {
                throw new OutOfSequenceException(record);
            }
            return true;
        }
    }
}
