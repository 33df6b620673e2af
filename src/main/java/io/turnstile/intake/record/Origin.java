package io.turnstile.intake.record;

import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderWriter;
import io.turnstile.kafka.RecordId;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Place where a request stood on the requests topic, whichever topic it is read from now.
 *
 * @param timestamp milliseconds since the epoch
 */
public record Origin(String topic, int partition, long offset, long timestamp) {

    /** Reads it from the headers of a retry; empty if they do not tell. */
    static Optional<Origin> of(RequestRecord retry) {
        Optional<String> topic = retry.header(HeaderNames.ORIGIN_TOPIC);
        Optional<String> partition = retry.header(HeaderNames.ORIGIN_PARTITION);
        Optional<String> offset = retry.header(HeaderNames.ORIGIN_OFFSET);
        Optional<String> timestamp = retry.header(HeaderNames.ORIGIN_TIMESTAMP);
        try {
            return Optional.of(new Origin(
                    topic.orElseThrow(),
                    Integer.parseInt(partition.orElseThrow()),
                    Long.parseLong(offset.orElseThrow()),
                    Long.parseLong(timestamp.orElseThrow())));
        } catch (NumberFormatException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    /** Adds it to the headers of a retry or a dead letter. */
    public void addTo(Headers headers) {
        HeaderWriter.add(headers, HeaderNames.ORIGIN_TOPIC, topic);
        HeaderWriter.add(headers, HeaderNames.ORIGIN_PARTITION, partition);
        HeaderWriter.add(headers, HeaderNames.ORIGIN_OFFSET, offset);
        HeaderWriter.add(headers, HeaderNames.ORIGIN_TIMESTAMP, timestamp);
    }

    /** Returns the id that names the request's outcome, the same however often it is read. */
    public String id() {
        return RecordId.text(topic, partition, offset);
    }
}
