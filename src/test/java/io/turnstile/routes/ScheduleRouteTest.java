package io.turnstile.routes;

import static io.turnstile.booking.Requests.request;
import static io.turnstile.routes.Records.headers;
import static io.turnstile.routes.Records.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.booking.Decision;
import io.turnstile.intake.OneRecord;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** The way that earns the money: a request that can be booked becomes one schedule, its own headers beside ours. */
class ScheduleRouteTest {
    @Test
    void shouldWriteOneScheduleWhenAltegioSaysYes() throws Exception {
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.start(altegio.url())) {
            OneRecord.Decided decided = world.decide(Records.request(
                    request().bytes(),
                    Map.of(
                            "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                            "turnstile-attempts", "3",
                            "ce_id", "theirs",
                            "Content-Type", "text/plain",
                            "CamelFileName", "theirs")));

            assertThat(decided.failure()).isNull();
            assertThat(decided.written()).hasSize(1);
            ProducerRecord<byte[], byte[]> schedule = decided.written().get(0);
            assertThat(schedule.topic()).isEqualTo("booking.schedules");
            assertThat(schedule.partition()).isNull();
            assertThat(text(schedule.key())).isEqualTo("146915197");
            assertThat(text(schedule.value()))
                    .isEqualTo("{\"request_id\":\"9f1c0c1e\",\"location_id\":720441,\"client_id\":146915197,"
                            + "\"event_id\":12345,\"schedule_day_ids\":[1,2,3,4,5],"
                            + "\"membership\":{\"id\":5248829,\"number\":\"690348\",\"balance\":10,\"type\":null},"
                            + "\"available_visits\":10,\"last_booking_date\":\"2026-12-31T23:59:59Z\","
                            + "\"checked_at\":\"2026-11-23T10:15:30.123Z\",\"request\":"
                            + request().json() + "}");
            assertThat(headers(schedule))
                    .containsOnly(
                            Map.entry("traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
                            Map.entry("ce_specversion", "1.0"),
                            Map.entry("ce_id", "booking.requests-3-4711"),
                            Map.entry("ce_source", "turnstile"),
                            Map.entry("ce_type", "turnstile.booking.schedule"),
                            Map.entry("ce_dataschema", "urn:turnstile:schema:booking-schedule:1"),
                            Map.entry("ce_time", "2026-11-23T10:15:30.123Z"),
                            Map.entry("ce_subject", "146915197"),
                            Map.entry("content-type", "application/json"));
        }
    }

    /** The next instance learns the type; a schedule without it would stay so for ever. */
    @Test
    void shouldLeaveItUndecidedWhenTheProcessStopsBeforeTheTypeIsKnown() throws Exception {
        String search = CannedAltegio.SEARCH.replace(
                "\"balance\": 10}",
                "\"balance\": 10}, \"relationships\": {\"loyalty_abonement_type\": {\"data\": {\"id\": \"489159\"}}}");
        AtomicReference<UnaryOperator<Decision>> types = new AtomicReference<>(UnaryOperator.identity());
        try (CannedAltegio altegio = new CannedAltegio(200, search, CannedAltegio.CHECK);
                RouteWorld world = RouteWorld.startWithoutGateAndWithTypes(
                        altegio.url(), decision -> types.get().apply(decision))) {
            assertThat(text(world.decide(Records.request(request()))
                            .written()
                            .get(0)
                            .value()))
                    .contains("\"type\":null");

            types.set(decision -> {
                new Thread(world.camel::stop).start();
                await().atMost(Duration.ofMinutes(1)).until(world.camel::isStopping);
                return decision;
            });
            OneRecord.Decided decided = world.decide(Records.request(request()));

            assertThat(decided.written()).isEmpty();
            assertThat(decided.failure()).isNotNull();
        }
    }
}
