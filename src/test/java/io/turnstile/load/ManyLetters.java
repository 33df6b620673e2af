package io.turnstile.load;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes dead letters as Turnstile does, about ten a second of a long day that ends now, of few locations and many clients. */
final class ManyLetters {

    private static final int LOCATIONS = 8;
    private static final String EVIDENCE = "[{\"operation\": \"search-for-activity\", \"status\": 200, \"path\":"
            + " \"/company/720441/client/146915197/loyalty/abonements/search_for_activity?event_id=12345\","
            + " \"body\": \""
            + "{\\\"data\\\": [{\\\"id\\\": \\\"5248829\\\", \\\"type\\\": \\\"loyalty_abonement\\\"}]}".repeat(12)
            + "\"}]";

    private record Why(String kind, String reason, int share, String message) {}

    private static final List<Why> WHYS = List.of(
            new Why(
                    "rejected",
                    "NO_MEMBERSHIP",
                    40,
                    "Client %1$d has no valid membership with visits left that covers event %2$d at location %3$d."),
            new Why(
                    "rejected",
                    "NOT_ENOUGH_VISITS",
                    20,
                    "The request is for 5 days, but membership %4$d has 2 visits available."),
            new Why(
                    "rejected",
                    "DAYS_NOT_BOOKABLE",
                    15,
                    "Membership %4$d has visits enough, but cannot book schedule days [%2$d8] of event %2$d."),
            new Why("rejected", "NOT_FOUND", 8, "Altegio answered 404: Client not found"),
            new Why("rejected", "REFUSED", 5, "Altegio answered 422: Invalid schedule_day_ids"),
            new Why("rejected", "FORBIDDEN", 3, "Altegio answered 403: Access denied."),
            new Why("malformed", "INVALID_REQUEST", 4, "event_id must be a positive integer"),
            new Why("malformed", "NOT_JSON", 2, "The value is not a JSON object"),
            new Why("failed", "UPSTREAM_ERROR", 2, "Altegio answered 503 in 4 tries"),
            new Why("failed", "UNREADABLE_RESPONSE", 1, "Altegio's answer could not be read"));

    private final String brokers;
    private final String topic;
    private final int partitions;
    private final Random random = new Random(1);
    private volatile Exception fault;

    ManyLetters(String brokers, String topic, int partitions) {
        this.brokers = brokers;
        this.topic = topic;
        this.partitions = partitions;
    }

    void write(int count) {
        Instant first = Instant.now().minusMillis(count * 100L);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "batch.size", 65_536, "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int n = 0; n < count; n++) {
                producer.send(
                        letter(n, first.plusMillis(n * 100L).plusNanos(random.nextInt(100) * 1_000L)), this::sent);
            }
        }
        if (fault != null) {
            throw new IllegalStateException("Not all letters could be written", fault);
        }
    }

    private void sent(RecordMetadata metadata, Exception thrown) {
        fault = thrown == null ? fault : thrown;
    }

    private ProducerRecord<byte[], byte[]> letter(int n, Instant at) {
        Why why = why();
        int location = Math.min(random.nextInt(LOCATIONS), random.nextInt(LOCATIONS));
        long event = 12_341 + location * 100L + random.nextInt(20);
        long client = 146_000_000L + random.nextInt(300_000);
        String requestId = Long.toHexString(random.nextLong());
        String value = why.reason().equals("NOT_JSON")
                ? "no json"
                : "{\"request_id\": \"%s\", \"location_id\": %d, \"client_id\": %d, \"event_id\": %d, \"schedule_day_ids\": [1, 2, 3]}"
                        .formatted(requestId, 720_441 + location, client, event);
        List<Header> headers = new ArrayList<>();
        add(headers, "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        add(headers, "turnstile-dead-letter-id", "booking.requests-" + n % partitions + "-" + n / partitions);
        add(headers, "turnstile-kind", why.kind());
        add(headers, "turnstile-reason", why.reason());
        add(headers, "turnstile-message", why.message().formatted(client, event, 720_441 + location, 5_000_000 + n));
        add(headers, "turnstile-evidence", EVIDENCE);
        add(headers, "turnstile-request-id", requestId);
        add(headers, "turnstile-origin-topic", "booking.requests");
        add(headers, "turnstile-origin-partition", Integer.toString(n % partitions));
        add(headers, "turnstile-origin-offset", Integer.toString(n / partitions));
        add(headers, "turnstile-origin-timestamp", Long.toString(at.toEpochMilli() - 500));
        add(headers, "turnstile-attempts", "1");
        add(headers, "turnstile-replays", "0");
        add(headers, "turnstile-decided-at", at.toString());
        return new ProducerRecord<>(
                topic, n % partitions, at.toEpochMilli(), bytes(Long.toString(client)), bytes(value), headers);
    }

    private Why why() {
        int left = random.nextInt(100);
        for (Why each : WHYS) {
            left -= each.share();
            if (left < 0) {
                return each;
            }
        }
        throw new IllegalStateException("The shares are not 100");
    }

    private static void add(List<Header> headers, String name, String value) {
        headers.add(new RecordHeader(name, bytes(value)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
