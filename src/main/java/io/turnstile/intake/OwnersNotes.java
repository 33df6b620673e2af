package io.turnstile.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads and writes the notes of {@link OwnedPartitions}; the offsets beside them stay as they are. Polling thread only. */
final class OwnersNotes {

    private static final Logger LOG = LoggerFactory.getLogger(OwnersNotes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final Consumer<?, ?> consumer;
    private final String mark;

    /** @param mark empty to neither read nor write */
    OwnersNotes(Consumer<?, ?> consumer, String mark) {
        this.consumer = consumer;
        this.mark = mark;
    }

    /** Returns an offset to commit, with the mark. */
    OffsetAndMetadata marked(long offset) {
        return new OffsetAndMetadata(offset, mark);
    }

    /** Returns what is committed in new partitions, with the notes of the owners before; nothing if no notes are wanted. */
    Map<TopicPartition, OffsetAndMetadata> read(Collection<TopicPartition> partitions) {
        return mark.isEmpty() ? Map.of() : consumer.committed(Set.copyOf(partitions));
    }

    static Map<TopicPartition, String> notes(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, String> notes = new HashMap<>();
        committed.forEach((partition, old) -> {
            if (old != null) {
                notes.put(partition, old.metadata());
            }
        });
        return notes;
    }

    /**
     * Marks new partitions.
     *
     * @param committed as it was read
     * @throws KafkaException if that cannot be done: the partitions must not be used then
     */
    void mark(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, OffsetAndMetadata> marks = new HashMap<>();
        committed.forEach((partition, old) -> {
            if (old == null) {
                marks.put(partition, marked(consumer.position(partition)));
            } else if (!old.metadata().equals(mark)) {
                marks.put(partition, with(old, mark));
            }
        });
        if (!marks.isEmpty()) {
            consumer.commitSync(marks);
        }
    }

    /** Leaves notes in partitions that are still owned; if that fails, the mark stays. */
    void leave(Map<TopicPartition, String> notes) {
        if (notes.isEmpty()) {
            return;
        }
        try {
            commit(notes);
        } catch (WakeupException stopping) {
            // Camel wakes a consumer that it is going to close, once.
            leave(notes);
        } catch (KafkaException e) {
            LOG.debug("Left no word in {}", notes.keySet(), e);
        }
    }

    private void commit(Map<TopicPartition, String> notes) {
        Map<TopicPartition, OffsetAndMetadata> last = new HashMap<>();
        consumer.committed(notes.keySet(), PATIENCE).forEach((partition, old) -> {
            if (old != null) {
                last.put(partition, with(old, notes.get(partition)));
            }
        });
        consumer.commitSync(last, PATIENCE);
    }

    private static OffsetAndMetadata with(OffsetAndMetadata old, String note) {
        return new OffsetAndMetadata(old.offset(), old.leaderEpoch(), note);
    }
}
