package io.turnstile.intake;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** Partitions that a consumer does not read from at present. Polling thread only. */
final class PausedPartitions {

    private final Consumer<?, ?> kafka;
    private Set<TopicPartition> paused = Set.of();

    PausedPartitions(Consumer<?, ?> kafka) {
        this.kafka = kafka;
    }

    /** Pauses these, and resumes all others. */
    void set(Set<TopicPartition> wanted) {
        if (wanted.equals(paused)) {
            return;
        }
        Set<TopicPartition> resumed = new HashSet<>(paused);
        resumed.removeAll(wanted);
        resumed.retainAll(kafka.assignment());
        kafka.resume(resumed);
        paused = new HashSet<>(wanted);
        paused.retainAll(kafka.assignment());
        kafka.pause(paused);
    }

    /** Pauses these too. */
    void add(Collection<TopicPartition> partitions) {
        kafka.pause(partitions);
        paused = new HashSet<>(paused);
        paused.addAll(partitions);
    }

    /** Forgets partitions that are another's: Kafka's client reads from them when they come back. */
    void forget(Collection<TopicPartition> partitions) {
        paused = new HashSet<>(paused);
        paused.removeAll(partitions);
    }
}
