package io.turnstile.intake;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/** Count of the records above a committed offset that are decided already. */
public final class DecidedAbove {

    private DecidedAbove() {}

    /** Returns how many there are, as the text beside the offset says. */
    public static long count(OffsetAndMetadata committed) {
        return OffsetNote.of(committed).done().countBelow(Long.MAX_VALUE);
    }
}
