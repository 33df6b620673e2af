package io.turnstile.deadletter.kafka;

import io.turnstile.deadletter.index.entry.ScheduleEntry;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderValues;
import java.time.Instant;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Parser of schedules, for who they are about and which request they were made from. */
public final class ScheduleParser {

    private static final int LONGEST_ID = 400;

    private ScheduleParser() {}

    public static ScheduleEntry entry(ConsumerRecord<byte[], byte[]> record) {
        RequestIds ids = RequestIds.of(record.value());
        Instant written = HeaderValues.millis(record.timestamp());
        return new ScheduleEntry(
                HeaderValues.text(value(record, HeaderNames.CE_ID), LONGEST_ID),
                ids.client(),
                ids.event(),
                HeaderValues.instant(value(record, HeaderNames.CE_TIME)).orElse(written),
                record.partition(),
                record.offset());
    }

    private static byte @Nullable [] value(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : header.value();
    }
}
