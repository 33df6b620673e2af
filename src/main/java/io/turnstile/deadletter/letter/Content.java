package io.turnstile.deadletter.letter;

import java.util.List;
import java.util.Objects;

/**
 * Dead letter in full, as it was read from Kafka.
 *
 * @param key null if the record has none
 * @param value the request to the byte; null if the record has none
 * @param headers all of them in their order, the contract's and the request's own; names may repeat
 */
public record Content(Letter letter, byte[] key, byte[] value, List<Header> headers) {

    /** Is one header; {@code value} may be null, and any bytes. */
    public record Header(String name, byte[] value) {}

    public Content {
        Objects.requireNonNull(letter);
        headers = List.copyOf(headers);
    }
}
