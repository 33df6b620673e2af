package io.turnstile.routes;

import static io.turnstile.booking.Requests.request;
import static io.turnstile.routes.Records.headers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnstile.booking.Reason;
import io.turnstile.intake.OneRecord;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A dead letter is all that is left of a refused request: whatever is missing from it cannot be replayed or explained. */
class DeadLetterRouteTest {
    private static final String NO_DAY =
            CannedAltegio.CHECK.replace("true", "false").replace("[1, 2, 3, 4, 5]", "[1, 2]");
    private static final String REFUSAL =
            "{\"success\": false, \"data\": null, \"meta\": {\"message\": \"Event not found\"}}";

    @ParameterizedTest
    @CsvSource({
        "400, REFUSED, rejected",
        "403, FORBIDDEN, rejected",
        "404, NOT_FOUND, rejected",
        "422, REFUSED, rejected"
    })
    void shouldTellTheStatusAndWhatAltegioSaidWhenItRefuses(int status, Reason reason, String kind) throws Exception {
        Map<String, String> headers =
                deadLetter(status, REFUSAL, REFUSAL, request().bytes(), Map.of());

        assertReason(headers, kind, reason);
        assertThat(headers.get("turnstile-message"))
                .isEqualTo("Event not found. Altegio answered " + status
                        + " when asked which memberships of client 146915197 cover event 12345 at location 720441.");
        JsonNode evidence = new ObjectMapper().readTree(headers.get("turnstile-evidence"));
        assertThat(evidence).hasSize(1);
        assertThat(evidence.get(0).path("status").asInt()).isEqualTo(status);
        assertThat(evidence.get(0).path("body").asText()).isEqualTo(REFUSAL);
        assertThat(evidence.get(0).path("path").asText())
                .isEqualTo("/company/720441/client/146915197/loyalty/abonements/search_for_activity?event_id=12345");
    }

    @Test
    void shouldRejectWithNoMembershipWhenTheSearchFindsNone() throws Exception {
        assertReason(
                deadLetter(200, "{\"data\": []}", CannedAltegio.CHECK, request().bytes(), Map.of()),
                "rejected",
                Reason.NO_MEMBERSHIP);
    }

    @Test
    void shouldRejectAsNotApplicableWhenTheNamedMembershipIsNotFound() throws Exception {
        byte[] request = request().with("membership_id", "5248830").bytes();

        assertReason(
                deadLetter(200, CannedAltegio.SEARCH, CannedAltegio.CHECK, request, Map.of()),
                "rejected",
                Reason.MEMBERSHIP_NOT_APPLICABLE);
    }

    @Test
    void shouldRejectForDaysOrVisitsWhenTheCheckSaysNo() throws Exception {
        Map<String, String> days =
                deadLetter(200, CannedAltegio.SEARCH, NO_DAY, request().bytes(), Map.of());
        Map<String, String> visits = deadLetter(
                200,
                CannedAltegio.SEARCH,
                NO_DAY.replace("\"available_visits\": 10", "\"available_visits\": 2"),
                request().bytes(),
                Map.of());

        assertReason(days, "rejected", Reason.DAYS_NOT_BOOKABLE);
        assertReason(visits, "rejected", Reason.NOT_ENOUGH_VISITS);
        assertThat(days.get("turnstile-evidence"))
                .contains("check_for_activity?event_id=12345&schedule_day_ids=1%2C2%2C3%2C4%2C5")
                .contains("[1, 2]");
    }

    @Test
    void shouldCallNobodyWhenTheValueIsNoBookingRequest() throws Exception {
        Map<String, String> notJson = deadLetter(200, "", "", new byte[] {(byte) 0xC3, 0x28}, Map.of());
        Map<String, String> invalid =
                deadLetter(200, "", "", request().with("client_id", "0").bytes(), Map.of());
        Map<String, String> none = deadLetter(200, "", "", null, Map.of());

        assertReason(notJson, "malformed", Reason.NOT_JSON);
        assertReason(none, "malformed", Reason.NOT_JSON);
        assertReason(invalid, "malformed", Reason.INVALID_REQUEST);
        assertThat(notJson).containsEntry("turnstile-evidence", "[]").doesNotContainKey("turnstile-request-id");
        assertThat(invalid).containsEntry("turnstile-evidence", "[]").containsEntry("turnstile-request-id", "9f1c0c1e");
    }

    @Test
    void shouldFailAsUnreadableWhenTheAnswerIsNotWhatTheApiPromises() throws Exception {
        Map<String, String> headers = deadLetter(
                200, "{\"data\": \"none\"}", CannedAltegio.CHECK, request().bytes(), Map.of());

        assertReason(headers, "failed", Reason.UNREADABLE_RESPONSE);
        assertThat(headers.get("turnstile-evidence")).contains("none");
    }

    @Test
    void shouldCarryAllHeadersOfTheContractAndTheRequestsOwnAsTheyCame() throws Exception {
        Map<String, String> own = new HashMap<>(Map.of(
                "traceparent", "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "ce_id", "theirs",
                "content-type", "application/json",
                "CamelHttpUri", "http://127.0.0.1:1/"));
        Map<String, String> sent = new HashMap<>(own);
        sent.putAll(Map.of("turnstile-reason", "UPSTREAM_ERROR", "Turnstile-Message", "old", "turnstile-replays", "2"));

        Map<String, String> headers =
                deadLetter(404, REFUSAL, REFUSAL, request().bytes(), sent);

        assertThat(headers).containsAllEntriesOf(own).doesNotContainKey("Turnstile-Message");
        own.keySet().forEach(headers::remove);
        assertThat(headers)
                .containsOnlyKeys(
                        "turnstile-dead-letter-id",
                        "turnstile-kind",
                        "turnstile-reason",
                        "turnstile-message",
                        "turnstile-evidence",
                        "turnstile-request-id",
                        "turnstile-origin-topic",
                        "turnstile-origin-partition",
                        "turnstile-origin-offset",
                        "turnstile-origin-timestamp",
                        "turnstile-attempts",
                        "turnstile-replays",
                        "turnstile-decided-at")
                .containsEntry("turnstile-dead-letter-id", "booking.requests-3-4711")
                .containsEntry("turnstile-request-id", "9f1c0c1e")
                .containsEntry("turnstile-origin-topic", "booking.requests")
                .containsEntry("turnstile-origin-partition", "3")
                .containsEntry("turnstile-origin-offset", "4711")
                .containsEntry("turnstile-origin-timestamp", Long.toString(Records.TIMESTAMP))
                .containsEntry("turnstile-attempts", "1")
                .containsEntry("turnstile-replays", "2")
                .containsEntry("turnstile-decided-at", "2026-11-23T10:15:30.123Z");
    }

    /** Decides a request and returns its dead letter's headers; key and value must be the request's, byte for byte. */
    private static Map<String, String> deadLetter(
            int status, String search, String check, byte[] value, Map<String, String> headers) throws Exception {
        try (CannedAltegio altegio = new CannedAltegio(status, search, check);
                RouteWorld world = RouteWorld.startWithoutGate(altegio.url())) {
            OneRecord.Decided decided = world.decide(Records.request(value, headers));

            assertThat(decided.failure()).isNull();
            assertThat(decided.written()).hasSize(1);
            ProducerRecord<byte[], byte[]> letter = decided.written().get(0);
            assertThat(letter.topic()).isEqualTo("booking.dead-letters");
            assertThat(letter.key()).isEqualTo("146915197".getBytes(StandardCharsets.UTF_8));
            assertThat(letter.value()).isEqualTo(value);
            if (search.isEmpty()) {
                assertThat(altegio.calls).isEmpty();
            }
            return headers(letter);
        }
    }

    private static void assertReason(Map<String, String> headers, String kind, Reason reason) {
        assertThat(headers).containsEntry("turnstile-kind", kind).containsEntry("turnstile-reason", reason.name());
    }
}
