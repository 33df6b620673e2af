package io.turnstile.intake.progress;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Partitions that this instance's consumers own together; a listener is told of every change, on the consumer's thread and
 * before a consumer acts on it. Thread-safe.
 *
 * <p>Owners write a note to the next one into each partition's committed offset, where Kafka keeps a text for it: a mark
 * before the listener hears of the partition and with every commit, and a last word when they give it up. So a note that
 * is read is always of the owner before; one who was killed or cut off has left his mark.
 */
public final class OwnedPartitions {

    private final Listener listener;
    private final Set<TopicPartition> owned = new HashSet<>();

    public OwnedPartitions(Listener listener) {
        this.listener = listener;
    }

    /** Listener that is told what is owned now. */
    public interface Listener {

        /** Makes a listener that only marks partitions as owned, so that offsets that are gone are missed. */
        static Listener marking(String mark) {
            return new Listener() {
                @Override
                public String mark() {
                    return mark;
                }

                @Override
                public void onPartitionsAssigning(Set<TopicPartition> owned, Map<TopicPartition, String> notes) {}

                @Override
                public Map<TopicPartition, String> onOwnershipChanged(Set<TopicPartition> owned) {
                    return Map.of();
                }
            };
        }

        /** Returns the note that says whose a partition is; empty if no notes are wanted. Always the same. */
        String mark();

        /**
         * Prepares for new partitions, which are not marked yet.
         *
         * @param owned all partitions that will be owned
         * @param notes what the owners before left in partitions that are new; those without any were never owned
         */
        void onPartitionsAssigning(Set<TopicPartition> owned, Map<TopicPartition, String> notes);

        /**
         * Takes note of what is owned now.
         *
         * @param owned all partitions that are owned
         * @return the notes to leave in those that are gone; where there is none, the mark stays
         */
        Map<TopicPartition, String> onOwnershipChanged(Set<TopicPartition> owned);
    }

    public String mark() {
        return listener.mark();
    }

    /** @param notes as {@link Listener#onPartitionsAssigning} wants them; this instance's mark is to be written in their place */
    public synchronized void expected(Collection<TopicPartition> partitions, Map<TopicPartition, String> notes) {
        Set<TopicPartition> all = new HashSet<>(owned);
        if (all.addAll(partitions)) {
            listener.onPartitionsAssigning(Set.copyOf(all), notes);
        }
    }

    public synchronized void assigned(Collection<TopicPartition> partitions) {
        if (owned.addAll(partitions)) {
            listener.onOwnershipChanged(Set.copyOf(owned));
        }
    }

    /** Returns the notes to leave. */
    public synchronized Map<TopicPartition, String> revoked(Collection<TopicPartition> partitions) {
        if (!owned.removeAll(Set.copyOf(partitions))) {
            return Map.of();
        }
        Map<TopicPartition, String> notes = new HashMap<>(listener.onOwnershipChanged(Set.copyOf(owned)));
        notes.keySet().retainAll(partitions);
        return notes;
    }
}
