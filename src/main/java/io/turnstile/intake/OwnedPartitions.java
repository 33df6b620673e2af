package io.turnstile.intake;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows which partitions this instance's consumers own together, and tells a listener of every change, on the consumer's
 * thread and before a consumer acts on it. Thread-safe.
 */
public final class OwnedPartitions {

    private final Listener listener;
    private final Set<TopicPartition> owned = new HashSet<>();

    public OwnedPartitions(Listener listener) {
        this.listener = listener;
    }

    /** Is told what is owned now. */
    @FunctionalInterface
    public interface Listener {
        /**
         * Takes note.
         *
         * @param owned all partitions that are owned
         * @param untouched whether nothing was ever decided in those that are new, so that nobody worked on them before
         */
        void owns(Set<TopicPartition> owned, boolean untouched);
    }

    synchronized void assigned(Collection<TopicPartition> partitions, boolean untouched) {
        if (owned.addAll(partitions)) {
            listener.owns(Set.copyOf(owned), untouched);
        }
    }

    synchronized void revoked(Collection<TopicPartition> partitions) {
        if (owned.removeAll(Set.copyOf(partitions))) {
            listener.owns(Set.copyOf(owned), false);
        }
    }
}
