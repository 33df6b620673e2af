package io.turnstile.faults;

import io.turnstile.demo.OutcomeCount;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.RecordId;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Record as a {@code read_committed} consumer saw it. @param at when, in milliseconds since the epoch */
record Seen(ConsumerRecord<byte[], byte @Nullable []> record, long at) {

    /** Returns {@code topic-partition-offset}. */
    String place() {
        return RecordId.text(record.topic(), record.partition(), record.offset());
    }

    @Nullable
    String header(String name) {
        return OutcomeCount.header(record, name);
    }

    /** Returns {@code topic-partition-offset} of the request that a retry stems from. */
    String origin() {
        return header(HeaderNames.ORIGIN_TOPIC) + "-" + header(HeaderNames.ORIGIN_PARTITION) + "-"
                + header(HeaderNames.ORIGIN_OFFSET);
    }
}
