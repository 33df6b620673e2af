package io.turnstile.app;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.Share;
import io.turnstile.intake.OwnedPartitions;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;

/**
 * Gives the gate the share of the quota that belongs to the partitions owned. All instances of a group number the
 * partitions alike: topic by topic, the requests first.
 */
final class QuotaShare implements OwnedPartitions.Listener {

    /** Longer than any window of the quota. */
    private static final Duration FOR_EVER = Duration.ofHours(1);

    private final Gate gate;
    private final Map<String, Integer> firstNumbers = new HashMap<>();
    private final int of;

    /**
     * Creates the listener.
     *
     * @param partitions how many partitions each topic has whose partitions share the quota, in the order of numbering
     */
    QuotaShare(Gate gate, List<Topics.Partitions> partitions) {
        this.gate = gate;
        int next = 0;
        for (Topics.Partitions topic : partitions) {
            firstNumbers.put(topic.topic(), next);
            next += topic.count();
        }
        this.of = next;
    }

    @Override
    public void owns(Set<TopicPartition> owned, boolean untouched) {
        Set<Integer> numbers = owned.stream()
                .map(each -> firstNumbers.get(each.topic()) + each.partition())
                .filter(number -> number < of)
                .collect(Collectors.toSet());
        gate.share(new Share(numbers, of), untouched ? FOR_EVER : Duration.ZERO);
    }
}
