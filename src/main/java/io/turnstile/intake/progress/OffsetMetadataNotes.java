package io.turnstile.intake.progress;

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

/**
 * Notes beside the committed offsets of partitions: see {@link OffsetNote}. Offsets, and what is done above them, stay as they
 * are when only the owner's note changes. One consumer's; polling thread only.
 */
public final class OffsetMetadataNotes {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetMetadataNotes.class);
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What Kafka says when a broker allows fewer characters than is usual. */
    private static final String TOO_LARGE = "metadata field of the offset request was too large";

    private static final int LEAST_CHARACTERS = 256;

    /** Fewer when a broker of this cluster turned out to allow fewer. */
    private static volatile int mostCharacters = OffsetNote.MOST_CHARACTERS;

    private final Consumer<?, ?> consumer;
    private final String mark;
    private final Map<String, String> topicIds = new HashMap<>();

    /** @param mark this instance's note; empty to leave none */
    public OffsetMetadataNotes(Consumer<?, ?> consumer, String mark) {
        this.consumer = consumer;
        this.mark = mark;
    }

    /** Returns the characters that are left for what is done. */
    public int room() {
        return OffsetNote.room(mostCharacters);
    }

    /** Learns from a failed commit that less room must do. */
    public static void learnFrom(Throwable fault) {
        for (Throwable each = fault; each != null && each != each.getCause(); each = each.getCause()) {
            if (String.valueOf(each.getMessage()).contains(TOO_LARGE)) {
                mostCharacters = Math.max(LEAST_CHARACTERS, mostCharacters / 2);
                LOG.warn(
                        "Kafka allows less text beside an offset than usual: set offset.metadata.max.bytes of the brokers to"
                                + " {}. Now at most {} characters are used.",
                        OffsetNote.MOST_CHARACTERS,
                        mostCharacters);
                return;
            }
        }
    }

    /** Notes of which topics the partitions are from now on. */
    public void topics(Map<String, String> ids) {
        topicIds.putAll(ids);
    }

    /** Returns the id of the topic that is read under this name; empty if it is not known. */
    public String topicId(String topic) {
        return topicIds.getOrDefault(topic, "");
    }

    /** Returns what to commit, with the mark. */
    public OffsetAndMetadata beside(TopicPartition partition, PartitionProgress.Step step) {
        return new OffsetNote(step.done(), topicId(partition.topic()), mark).beside(step.offset());
    }

    /** Returns what is committed in new partitions; null for those where nothing is. */
    public Map<TopicPartition, OffsetAndMetadata> read(Collection<TopicPartition> partitions) {
        return consumer.committed(Set.copyOf(partitions));
    }

    /** Returns the notes of the owners before. */
    public static Map<TopicPartition, String> owners(Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, String> notes = new HashMap<>();
        committed.forEach((partition, old) -> {
            if (old != null) {
                notes.put(partition, OffsetNote.of(old).owner());
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
    public void mark(Map<TopicPartition, OffsetAndMetadata> committed) {
        if (mark.isEmpty()) {
            return;
        }
        Map<TopicPartition, OffsetAndMetadata> marks = new HashMap<>();
        committed.forEach((partition, old) -> {
            DoneOffsets done =
                    old == null ? DoneOffsets.NONE : OffsetNote.of(old).done();
            OffsetNote marked = new OffsetNote(done, topicId(partition.topic()), mark);
            if (old == null) {
                marks.put(partition, marked.beside(consumer.position(partition)));
            } else if (!OffsetNote.of(old).equals(marked)) {
                marks.put(partition, marked.beside(old.offset()));
            }
        });
        if (!marks.isEmpty()) {
            consumer.commitSync(marks);
        }
    }

    /** Leaves notes in partitions that are still owned; if that fails, the mark stays. */
    public void leave(Map<TopicPartition, String> notes) {
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

    private static OffsetAndMetadata with(OffsetAndMetadata old, String owner) {
        OffsetNote last = OffsetNote.of(old);
        return new OffsetNote(last.done(), last.topic(), owner).beside(old.offset());
    }
}
