package io.turnstile.app;

import io.turnstile.intake.progress.OwnedPartitions;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Listener that only marks partitions as owned, where no quota is shared: so offsets that are gone are missed. */
final class MarkedPartitions implements OwnedPartitions.Listener {

    @Override
    public String mark() {
        return "owned/1";
    }

    @Override
    public void onPartitionsAssigning(Set<TopicPartition> owned, Map<TopicPartition, String> notes) {}

    @Override
    public Map<TopicPartition, String> onOwnershipChanged(Set<TopicPartition> owned) {
        return Map.of();
    }
}
