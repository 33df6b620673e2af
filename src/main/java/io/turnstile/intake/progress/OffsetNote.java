package io.turnstile.intake.progress;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Text beside a partition's committed offset: which records above it are done, of which topic they are, and what its owner
 * tells the next one. Each part but the last is left out where there is nothing to say, as in versions before: {@code
 * done/1 TEXT topic/ID NOTE}.
 *
 * @param done offsets whose records are done
 * @param topic Kafka's id of the topic, which another topic of the same name does not have; empty if it is not known
 * @param owner what {@link OwnedPartitions} leaves to the next owner; may be empty
 */
public record OffsetNote(DoneOffsets done, String topic, String owner) {

    /** Kafka's default for the most characters beside an offset, {@code offset.metadata.max.bytes}. */
    static final int MOST_CHARACTERS = 4096;

    private static final String DONE = "done/1 ";
    private static final String TOPIC = "topic/";

    /** Room for the topic's id, which takes 29 characters, and the owner's note. */
    private static final int MOST_OF_OTHERS = 192;

    /** Reads the text beside an offset; what cannot be read says that nothing is done. */
    public static OffsetNote of(OffsetAndMetadata committed) {
        String text = committed.metadata();
        String done = "";
        String topic = "";
        if (text.startsWith(DONE)) {
            done = word(text, DONE);
            text = rest(text, DONE);
        }
        if (text.startsWith(TOPIC)) {
            topic = word(text, TOPIC);
            text = rest(text, TOPIC);
        }
        return new OffsetNote(DoneOffsets.parse(committed.offset(), done), topic, text);
    }

    private static String word(String text, String before) {
        int end = text.indexOf(' ', before.length());
        return text.substring(before.length(), end < 0 ? text.length() : end);
    }

    private static String rest(String text, String before) {
        int end = text.indexOf(' ', before.length());
        return end < 0 ? "" : text.substring(end + 1);
    }

    /** Returns the characters that are left for the done offsets, whatever stands beside them. */
    static int room(int mostCharacters) {
        return Math.max(0, mostCharacters - DONE.length() - MOST_OF_OTHERS);
    }

    /** Returns whether this tells of a topic that was deleted; false if one of the ids is not known. */
    public boolean isOfAnother(String id) {
        return !topic.isEmpty() && !id.isEmpty() && !topic.equals(id);
    }

    public OffsetAndMetadata beside(long offset) {
        String text = done.text(offset);
        return new OffsetAndMetadata(
                offset,
                (text.isEmpty() ? "" : DONE + text + " ") + (topic.isEmpty() ? "" : TOPIC + topic + " ") + owner);
    }
}
