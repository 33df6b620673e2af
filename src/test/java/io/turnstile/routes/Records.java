package io.turnstile.routes;

import io.turnstile.booking.Requests;
import io.turnstile.kafka.HeaderWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;

/** Makes request records and reads outcomes. */
final class Records {
    static final long TIMESTAMP = 1795428930000L;

    private Records() {}

    static ConsumerRecord<byte[], byte[]> request(byte[] value, Map<String, String> headers) {
        Headers all = HeaderWriter.empty();
        headers.forEach((name, text) -> all.add(name, text.getBytes(StandardCharsets.UTF_8)));
        return new ConsumerRecord<>(
                "booking.requests",
                3,
                4711,
                TIMESTAMP,
                TimestampType.CREATE_TIME,
                9,
                value == null ? 0 : value.length,
                "146915197".getBytes(StandardCharsets.UTF_8),
                value,
                all,
                Optional.empty());
    }

    static ConsumerRecord<byte[], byte[]> request(Requests request) {
        return request(request.bytes(), Map.of());
    }

    static Map<String, String> headers(ProducerRecord<byte[], byte[]> written) {
        Map<String, String> headers = new TreeMap<>();
        written.headers().forEach(header -> {
            String before = headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            if (before != null) {
                throw new AssertionError(header.key() + " is there twice");
            }
        });
        return headers;
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
