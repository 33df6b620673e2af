package io.turnstile.intake;

/**
 * Says where a request stood on the requests topic, whichever topic it is read from now.
 *
 * @param timestamp milliseconds since the epoch
 */
public record Origin(String topic, int partition, long offset, long timestamp) {

    /** Returns the id that names what becomes of the request, the same however often it is read. */
    public String id() {
        return topic + "-" + partition + "-" + offset;
    }
}
