package io.turnstile.intake.record;

import java.nio.charset.StandardCharsets;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * Place where a request stood on the requests topic, whichever topic it is read from now.
 *
 * @param timestamp milliseconds since the epoch
 */
public record Origin(String topic, int partition, long offset, long timestamp) {

    private static final String PREFIX = RequestRecord.OWN_HEADERS + "origin-";

    /** Reads it from the headers of a retry; empty if they do not tell. */
    static Optional<Origin> of(RequestRecord retry) {
        Optional<String> topic = retry.header(PREFIX + "topic");
        Optional<String> partition = retry.header(PREFIX + "partition");
        Optional<String> offset = retry.header(PREFIX + "offset");
        Optional<String> timestamp = retry.header(PREFIX + "timestamp");
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
        add(headers, "topic", topic);
        add(headers, "partition", Integer.toString(partition));
        add(headers, "offset", Long.toString(offset));
        add(headers, "timestamp", Long.toString(timestamp));
    }

    /** Returns the id that names what becomes of the request, the same however often it is read. */
    public String id() {
        return topic + "-" + partition + "-" + offset;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(PREFIX + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
