package io.turnstile.deadletter.kafka;

import io.turnstile.deadletter.index.entry.LetterEntry;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderValues;
import io.turnstile.kafka.RecordId;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Parser of any record of the dead-letter topic as a letter: what is missing or unreadable is left out, and nothing throws.
 */
public final class LetterParser {

    private static final int LONGEST_ID = 400;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_MESSAGE = 2_000;
    private static final int LONGEST_KEY = 500;

    private byte @Nullable [] id;
    private byte @Nullable [] kind;
    private byte @Nullable [] reason;
    private byte @Nullable [] message;
    private byte @Nullable [] requestId;
    private byte @Nullable [] receivedAt;
    private byte @Nullable [] decidedAt;
    private byte @Nullable [] attempts;
    private byte @Nullable [] replays;

    private LetterParser(Iterable<Header> headers) {
        for (Header each : headers) {
            String name = each.key();
            if (name.startsWith(HeaderNames.OWN)) {
                switch (name) {
                    case HeaderNames.DEAD_LETTER_ID -> id = each.value();
                    case HeaderNames.KIND -> kind = each.value();
                    case HeaderNames.REASON -> reason = each.value();
                    case HeaderNames.MESSAGE -> message = each.value();
                    case HeaderNames.REQUEST_ID -> requestId = each.value();
                    case HeaderNames.ORIGIN_TIMESTAMP -> receivedAt = each.value();
                    case HeaderNames.DECIDED_AT -> decidedAt = each.value();
                    case HeaderNames.ATTEMPTS -> attempts = each.value();
                    case HeaderNames.REPLAYS -> replays = each.value();
                    default -> {
                        // Evidence and origin are shown with the whole letter, from Kafka.
                    }
                }
            }
        }
    }

    public static LetterEntry entry(ConsumerRecord<byte[], byte[]> record) {
        return new LetterEntry(
                new LetterParser(record.headers()).letter(record), HeaderValues.text(record.key(), LONGEST_KEY));
    }

    private Letter letter(ConsumerRecord<byte[], byte[]> record) {
        RequestIds ids = RequestIds.of(record.value());
        Instant written = HeaderValues.millis(record.timestamp());
        return new Letter(
                id(record),
                name(kind, "unknown"),
                name(reason, "UNKNOWN"),
                HeaderValues.text(message, LONGEST_MESSAGE),
                Optional.of(HeaderValues.text(requestId, LONGEST_NAME * 2)).filter(text -> !text.isEmpty()),
                ids.location(),
                ids.client(),
                ids.event(),
                HeaderValues.millis(HeaderValues.number(receivedAt, record.timestamp())),
                HeaderValues.instant(decidedAt).orElse(written),
                count(attempts),
                count(replays),
                record.partition(),
                record.offset(),
                Optional.empty(),
                Optional.empty());
    }

    /** A text that is no id, too long to be one, or not UTF-8 names nothing: the record's own place does. */
    private String id(ConsumerRecord<byte[], byte[]> record) {
        String text = HeaderValues.text(id, LONGEST_ID + 1);
        boolean readable = !text.isBlank() && text.length() <= LONGEST_ID && text.indexOf('\uFFFD') < 0;
        return readable ? text : RecordId.text(record.topic(), record.partition(), record.offset());
    }

    private static String name(byte @Nullable [] bytes, String otherwise) {
        String text = HeaderValues.text(bytes, LONGEST_NAME);
        return text.isBlank() ? otherwise : text;
    }

    private static int count(byte @Nullable [] bytes) {
        return (int) Math.min(Integer.MAX_VALUE, HeaderValues.number(bytes, 0));
    }
}
