package io.turnstile.kafka;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** Writer of record headers. What it returns may be changed, and shares nothing with what it was made from. */
public final class HeaderWriter {

    private HeaderWriter() {}

    /** Returns headers to add to. */
    public static Headers empty() {
        return copy(List.of());
    }

    /** Copies headers, repeated names and their order included. */
    public static Headers copy(Iterable<Header> headers) {
        // Kafka's class for this is internal; a record makes one.
        return new ProducerRecord<byte[], byte[]>("", null, null, null, null, headers).headers();
    }

    /** Copies the headers whose names fit. */
    public static Headers copy(Iterable<Header> headers, Predicate<String> names) {
        Headers copy = empty();
        headers.forEach(each -> {
            if (names.test(each.key())) {
                copy.add(each);
            }
        });
        return copy;
    }

    /** Adds a header whose value is text. */
    public static void add(Headers headers, String name, String text) {
        headers.add(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds a header whose value is a number. */
    public static void add(Headers headers, String name, long number) {
        add(headers, name, Long.toString(number));
    }
}
