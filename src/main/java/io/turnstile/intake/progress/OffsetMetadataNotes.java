package io.turnstile.intake.progress;

import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts beside the committed offsets of partitions: see {@link OffsetNote}. Offsets, and what is done above them, stay as they
 * are when only the owner's note changes. One consumer's; polling thread only.
 */
public final class OffsetMetadataNotes {

    private static final Logger LOG = LoggerFactory.getLogger(OffsetMetadataNotes.class);

    /** What Kafka says when a broker allows fewer characters than is usual. */
    private static final String TOO_LARGE = "metadata field of the offset request was too large";

    private static final int LEAST_CHARACTERS = 256;

    /** Fewer when a broker of this cluster turned out to allow fewer. */
    private static volatile int mostCharacters = OffsetNote.MOST_CHARACTERS;

    private final String mark;
    private final Map<String, String> topicIds = new HashMap<>();

    /** @param mark this instance's note; empty to leave none */
    public OffsetMetadataNotes(String mark) {
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
     * Returns what marks new partitions: nothing for those that are marked already.
     *
     * @param committed what was read in them; null for those where nothing is committed
     * @param positions where those are read from
     */
    public Map<TopicPartition, OffsetAndMetadata> marks(
            Map<TopicPartition, @Nullable OffsetAndMetadata> committed, ToLongFunction<TopicPartition> positions) {
        Map<TopicPartition, OffsetAndMetadata> marks = new HashMap<>();
        if (mark.isEmpty()) {
            return marks;
        }
        committed.forEach((partition, old) -> {
            DoneOffsets done =
                    old == null ? DoneOffsets.NONE : OffsetNote.of(old).done();
            OffsetNote marked = new OffsetNote(done, topicId(partition.topic()), mark);
            if (old == null) {
                marks.put(partition, marked.beside(positions.applyAsLong(partition)));
            } else if (!OffsetNote.of(old).equals(marked)) {
                marks.put(partition, marked.beside(old.offset()));
            }
        });
        return marks;
    }

    /** Returns what leaves last notes in partitions: nothing for those where nothing is committed. */
    public static Map<TopicPartition, OffsetAndMetadata> last(
            Map<TopicPartition, @Nullable OffsetAndMetadata> committed, Map<TopicPartition, String> notes) {
        Map<TopicPartition, OffsetAndMetadata> last = new HashMap<>();
        committed.forEach((partition, old) -> {
            String owner = notes.get(partition);
            if (old != null && owner != null) {
                OffsetNote before = OffsetNote.of(old);
                last.put(partition, new OffsetNote(before.done(), before.topic(), owner).beside(old.offset()));
            }
        });
        return last;
    }
}
