package io.turnstile.routes;

import static io.turnstile.booking.Requests.request;
import static io.turnstile.routes.Records.headers;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.intake.OneRecord;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** A retry that forgets where its request stood becomes a second outcome, or one that nobody can trace. */
class RetryRouteTest {
    @Test
    void shouldWriteARetryThatTellsItsOriginWhenARequestFailsAlone() throws Exception {
        try (CannedAltegio altegio = new CannedAltegio(200, "{\"data\": \"none\"}", CannedAltegio.CHECK);
                RouteWorld world = RouteWorld.startWithoutGate(altegio.url(), Duration.ofSeconds(10))) {
            OneRecord.Decided decided = world.decide(Records.request(
                    request().bytes(), Map.of("traceparent", "00-4bf9-00f0-01", "turnstile-replays", "2")));

            assertThat(decided.failure()).isNull();
            assertThat(decided.written()).extracting(ProducerRecord::topic).containsExactly("booking.requests.retry.1");
            ProducerRecord<byte[], byte[]> retry = decided.written().get(0);
            assertThat(retry.value()).isEqualTo(request().bytes());
            assertThat(headers(retry))
                    .containsOnly(
                            Map.entry("traceparent", "00-4bf9-00f0-01"),
                            Map.entry("turnstile-replays", "2"),
                            Map.entry("turnstile-origin-topic", "booking.requests"),
                            Map.entry("turnstile-origin-partition", "3"),
                            Map.entry("turnstile-origin-offset", "4711"),
                            Map.entry("turnstile-origin-timestamp", Long.toString(Records.TIMESTAMP)),
                            Map.entry("turnstile-attempts", "1"),
                            Map.entry(
                                    "turnstile-evidence",
                                    "[{\"status\":200,\"path\":\"/company/720441/client/146915197/loyalty/abonements/"
                                            + "search_for_activity?event_id=12345\","
                                            + "\"body\":\"{\\\"data\\\": \\\"none\\\"}\"}]"),
                            Map.entry(
                                    "turnstile-not-before",
                                    Long.toString(RouteWorld.NOW.plusSeconds(10).toEpochMilli())));
        }
    }

    /** Who reads the letter is to see what Altegio answered before, also where the last try's outcome was not taken. */
    @Test
    void shouldTellOfEarlierTriesInTheLetterOfARetryWhoseOutcomeKafkaRefused() throws Exception {
        try (CannedAltegio altegio = new CannedAltegio(200, "{\"data\": \"none\"}", CannedAltegio.CHECK);
                RouteWorld world = RouteWorld.startWithoutGate(
                        altegio.url(), Duration.ofSeconds(10), Duration.ofSeconds(10), Duration.ofSeconds(10))) {
            ProducerRecord<byte[], byte[]> first =
                    world.decide(Records.request(request())).written().get(0);
            ProducerRecord<byte[], byte[]> second =
                    world.decideRetry(first).written().get(0);

            ProducerRecord<byte[], byte[]> letter = world.refuseRetry(second);

            assertThat(letter.topic()).isEqualTo("booking.dead-letters");
            assertThat(headers(letter).get("turnstile-evidence").split("search_for_activity"))
                    .as("three tries")
                    .hasSize(4);
        }
    }
}
