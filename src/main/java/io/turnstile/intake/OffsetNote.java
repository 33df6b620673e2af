package io.turnstile.intake;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * Text beside a partition's committed offset: which records above it are done, and what its owner tells the next one. Without
 * the former it is the owner's note alone, as versions before wrote it: {@code done/1 TEXT NOTE} or {@code NOTE}.
 *
 * @param done offsets whose records are done
 * @param owner what {@link OwnedPartitions} leaves to the next owner; may be empty
 */
record OffsetNote(DoneOffsets done, String owner) {

    /** Kafka's default for the most characters beside an offset, {@code offset.metadata.max.bytes}. */
    static final int MOST_CHARACTERS = 4096;

    private static final String VERSION = "done/1 ";
    private static final int MOST_OF_OWNER = 192;

    /** Reads the text beside an offset; what cannot be read says that nothing is done. */
    static OffsetNote of(OffsetAndMetadata committed) {
        String text = committed.metadata();
        if (!text.startsWith(VERSION)) {
            return new OffsetNote(DoneOffsets.NONE, text);
        }
        int end = text.indexOf(' ', VERSION.length());
        String done = end < 0 ? text.substring(VERSION.length()) : text.substring(VERSION.length(), end);
        return new OffsetNote(DoneOffsets.parse(committed.offset(), done), end < 0 ? "" : text.substring(end + 1));
    }

    /** Returns the characters that are left for the done offsets, whichever owner's note stands beside them. */
    static int room(int mostCharacters) {
        return Math.max(0, mostCharacters - VERSION.length() - MOST_OF_OWNER);
    }

    OffsetAndMetadata beside(long offset) {
        String text = done.text(offset);
        return new OffsetAndMetadata(offset, text.isEmpty() ? owner : VERSION + text + " " + owner);
    }
}
