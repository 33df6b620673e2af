package io.turnstile.intake.progress;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;

/** Progress of all partitions that one consumer owns. Polling thread only. */
public final class ConsumerProgress {

    private final Map<TopicPartition, PartitionProgress> partitions = new HashMap<>();

    /** Starts with a partition that is owned from now on. */
    public void owned(TopicPartition partition, PartitionProgress start) {
        partitions.put(partition, start);
    }

    /** Forgets partitions that are no longer owned: none of their records may be committed. */
    public void lost(Collection<TopicPartition> lost) {
        partitions.keySet().removeAll(lost);
    }

    /** Returns the progress of a partition; empty if it is not owned. */
    public Optional<PartitionProgress> of(TopicPartition partition) {
        return Optional.ofNullable(partitions.get(partition));
    }

    /** Notes polled records. Returns those that are still to be decided. */
    public ConsumerRecords<byte[], byte[]> polled(ConsumerRecords<byte[], byte[]> polled) {
        Map<TopicPartition, List<ConsumerRecord<byte[], byte[]>>> left = new HashMap<>();
        for (TopicPartition partition : polled.partitions()) {
            PartitionProgress progress = partitions.computeIfAbsent(partition, any -> PartitionProgress.fresh());
            List<ConsumerRecord<byte[], byte[]>> undone = new ArrayList<>();
            for (ConsumerRecord<byte[], byte[]> record : polled.records(partition)) {
                if (progress.polled(record.offset())) {
                    undone.add(record);
                }
            }
            if (!undone.isEmpty()) {
                left.put(partition, undone);
            }
        }
        return new ConsumerRecords<>(left, polled.nextOffsets());
    }
}
