package io.turnstile.app;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.quota.PartitionUsage;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.altegio.gate.quota.QuotaShare;
import io.turnstile.intake.progress.OwnedPartitions;
import io.turnstile.topic.Topics;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listener that gives the gate the share of the quota that belongs to the partitions owned, and tells their next owners what
 * is used of it. All instances of a group number the partitions alike: the first of each topic, requests before retries,
 * then the second of each, and so on. So numbers in a row often have one owner, and the gate's slots rest less.
 *
 * <p>The numbers are those of the start. A partition that is added to a topic later has none, and its owner makes calls on
 * the share of its others, until all instances were started again; they must be so together, since shares of different
 * wholes do not add up.
 */
final class QuotaRebalancer implements OwnedPartitions.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaRebalancer.class);

    private final Gate gate;
    private final Map<TopicPartition, Integer> numbers = new HashMap<>();
    private final Set<String> topics;
    private final Set<TopicPartition> said = new HashSet<>();
    private final QuotaHandoff mark;

    /**
     * Creates the listener.
     *
     * @param partitions how many partitions each topic has whose partitions share the quota, in the order of numbering
     */
    QuotaRebalancer(Gate gate, QuotaLimits limits, List<Topics.Partitions> partitions) {
        this.gate = gate;
        this.topics = partitions.stream().map(Topics.Partitions::topic).collect(Collectors.toSet());
        int most = partitions.stream().mapToInt(Topics.Partitions::count).max().orElse(0);
        for (int partition = 0; partition < most; partition++) {
            for (Topics.Partitions topic : partitions) {
                if (partition < topic.count()) {
                    numbers.put(new TopicPartition(topic.topic(), partition), numbers.size());
                }
            }
        }
        this.mark = new QuotaHandoff(limits, numbers.size(), gate.history(), Optional.empty());
    }

    @Override
    public String mark() {
        return mark.text();
    }

    @Override
    public void onPartitionsAssigning(Set<TopicPartition> owned, Map<TopicPartition, String> notes) {
        Map<Integer, PartitionUsage> before = new HashMap<>();
        int unknown = 0;
        for (TopicPartition partition : numbered(owned)) {
            String note = notes.get(partition);
            Optional<PartitionUsage> use = note == null
                    ? Optional.of(PartitionUsage.NONE)
                    : QuotaHandoff.parse(note).flatMap(left -> left.usedBefore(mark));
            use.ifPresent(known -> before.put(numbers.get(partition), known));
            unknown += use.isEmpty() ? 1 : 0;
        }
        gate.expect(share(owned), before);
        sayWhatWasAdded(owned);
        if (unknown > 0) {
            LOG.info(
                    "{} of this instance's {} partitions come from an owner who left no word of its calls:"
                            + " their part of the quota is used from 61 s on.",
                    unknown,
                    owned.size());
        }
    }

    /** Old retry topics have no numbers either: they are read to their end and never again. */
    private void sayWhatWasAdded(Set<TopicPartition> owned) {
        List<TopicPartition> added = owned.stream()
                .filter(each -> !numbers.containsKey(each) && topics.contains(each.topic()))
                .filter(said::add)
                .sorted(Comparator.comparing(TopicPartition::toString))
                .toList();
        if (!added.isEmpty()) {
            LOG.warn(
                    "Partitions were added since this instance started, and are read: {}. They have no share of the quota of"
                            + " their own until all instances of the group are stopped and started again.",
                    added);
        }
    }

    @Override
    public Map<TopicPartition, String> onOwnershipChanged(Set<TopicPartition> owned) {
        Map<Integer, PartitionUsage> lost = gate.share(share(owned));
        Map<TopicPartition, String> notes = new HashMap<>();
        numbers.forEach((partition, number) -> {
            if (lost.containsKey(number)) {
                notes.put(
                        partition,
                        new QuotaHandoff(mark.limits(), mark.of(), mark.history(), Optional.of(lost.get(number)))
                                .text());
            }
        });
        return notes;
    }

    private QuotaShare share(Set<TopicPartition> owned) {
        return new QuotaShare(numbered(owned).stream().map(numbers::get).collect(Collectors.toSet()), mark.of());
    }

    private Set<TopicPartition> numbered(Set<TopicPartition> owned) {
        return owned.stream().filter(numbers::containsKey).collect(Collectors.toSet());
    }
}
