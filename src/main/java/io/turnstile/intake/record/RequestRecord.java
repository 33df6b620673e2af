package io.turnstile.intake.record;

import io.turnstile.kafka.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Record as it was read from Kafka. Routes find it in the variable {@value #VARIABLE}.
 *
 * @param source says whether its own headers tell of an earlier try
 * @param timestamp milliseconds since the epoch
 * @param key null if the record had none
 * @param value null if the record had none
 * @param readAt when it was in hand, in milliseconds since the epoch: not before it was read
 * @param readTick the same in nanoseconds of {@link System#nanoTime}, for comparisons that no step of the clock may change
 * @param headers all of the record's headers, repeated names and any bytes included; not to be changed
 */
public record RequestRecord(
        Source source,
        TopicPartition partition,
        long offset,
        long timestamp,
        long readAt,
        long readTick,
        byte[] key,
        byte[] value,
        Headers headers) {

    /** Names the exchange variable that holds the record. */
    public static final String VARIABLE = "record";

    /** Stands, by identity, for the value of a record that does not fit into memory. */
    public static final byte[] UNREADABLE = new byte[0];

    /** Kind of topic that a record was read from. */
    public enum Source {
        REQUESTS,
        RETRIES
    }

    public static RequestRecord of(Exchange exchange, Source source, long readAt, long readTick) {
        Message message = exchange.getMessage();
        return new RequestRecord(
                source,
                new TopicPartition(
                        message.getHeader(KafkaConstants.TOPIC, String.class),
                        message.getHeader(KafkaConstants.PARTITION, Integer.class)),
                message.getHeader(KafkaConstants.OFFSET, Long.class),
                message.getHeader(KafkaConstants.TIMESTAMP, Long.class),
                readAt,
                readTick,
                message.getHeader(KafkaConstants.KEY, byte[].class),
                (byte[]) message.getBody(),
                message.getHeader(KafkaConstants.HEADERS, Headers.class));
    }

    /** Returns the record that an exchange carries; fails outside {@code direct:booking} and what it calls. */
    public static RequestRecord in(Exchange exchange) {
        RequestRecord found = exchange.getVariable(VARIABLE, RequestRecord.class);
        if (found == null) {
            throw new IllegalStateException("This exchange came from no booking request: it has no variable '"
                    + VARIABLE + "'. Call this step from direct:booking or a route that it calls");
        }
        return found;
    }

    /** Returns the last header of this name as UTF-8 text. */
    public Optional<String> header(String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? Optional.empty()
                : Optional.of(new String(header.value(), StandardCharsets.UTF_8));
    }

    /** Returns the last header of this name as a count; 0 if it is missing or no whole number of at least 0. */
    public int count(String name) {
        return (int) Math.min(millis(name), Integer.MAX_VALUE);
    }

    /** Returns where the request stood when it came in. */
    public Origin origin() {
        Origin here = new Origin(partition.topic(), partition.partition(), offset, timestamp);
        return source == Source.REQUESTS ? here : Origin.of(this).orElse(here);
    }

    /** Returns whether it is a dead letter's request on its way again. */
    public boolean isReplay() {
        return headers.lastHeader(HeaderNames.REPLAY_OF) != null;
    }

    /** Returns how often the request was tried, this time included. */
    public int attempts() {
        return source == Source.REQUESTS ? 1 : count(HeaderNames.ATTEMPTS) + 1;
    }

    /** Returns whether it takes more memory than there is: neither its key, nor its headers, nor its value is known. */
    public boolean isUnreadable() {
        return value == UNREADABLE;
    }

    /** Returns how many bytes its key, value and headers take. */
    public int bytes() {
        int bytes = (key == null ? 0 : key.length) + (value == null ? 0 : value.length);
        for (Header each : headers) {
            bytes += each.key().length() + (each.value() == null ? 0 : each.value().length);
        }
        return bytes;
    }

    /** Returns when it may be tried, in milliseconds since the epoch; 0 = at once. */
    public long notBefore() {
        return source == Source.REQUESTS ? 0 : millis(HeaderNames.NOT_BEFORE);
    }

    private long millis(String name) {
        return header(name)
                .filter(text -> text.matches("\\d{1,18}"))
                .map(Long::parseLong)
                .orElse(0L);
    }
}
