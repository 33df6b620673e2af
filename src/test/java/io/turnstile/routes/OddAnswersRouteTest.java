package io.turnstile.routes;

import static io.turnstile.booking.Requests.request;
import static io.turnstile.routes.OddAltegio.answer;
import static io.turnstile.routes.Records.headers;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnstile.booking.Reason;
import io.turnstile.intake.OneRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If one of these fails, a firewall turns bookings away in Altegio's name, or nobody can tell why a booking failed. */
class OddAnswersRouteTest {
    private static final String ERROR =
            "{\"success\": false, \"data\": null, \"meta\": {\"message\": \"Event not found\"}}";
    private static final String PAGE = "<!DOCTYPE html>\n<html><body>Forbidden</body></html>";
    private static final String SEARCH_PATH =
            "/company/720441/client/146915197/loyalty/abonements/search_for_activity?event_id=12345";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|REFUSED",
                "401|FORBIDDEN",
                "403|FORBIDDEN",
                "404|NOT_FOUND",
                "422|REFUSED",
            })
    void shouldRejectWhenTheApiItselfRefuses(int status, Reason reason) throws Exception {
        Map<String, String> letter = letter(answer(status, "application/json", ERROR));

        assertThat(letter).containsEntry("turnstile-kind", "rejected").containsEntry("turnstile-reason", reason.name());
        assertThat(letter.get("turnstile-message"))
                .startsWith("Event not found. Altegio answered " + status + " when asked which memberships of client ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|page|UNREADABLE_RESPONSE|Altegio answered 400 with a web page instead of its own error object",
                "401|page|UNREADABLE_RESPONSE|Altegio answered 401 with a web page instead of its own error object",
                "403|page|UNREADABLE_RESPONSE|Altegio answered 403 with a web page instead of its own error object",
                "404|page|UNREADABLE_RESPONSE|Altegio answered 404 with a web page instead of its own error object",
                "404|json|UNREADABLE_RESPONSE|Altegio answered 404 with JSON instead of its own error object",
                "422|none|UNREADABLE_RESPONSE|Altegio answered 422 with nothing instead of its own error object",
                "301|page|UPSTREAM_ERROR|Altegio answered 301: it points to another address, which is not followed",
                "308|none|UPSTREAM_ERROR|Altegio answered 308: it points to another address, which is not followed",
                "405|error|UPSTREAM_ERROR|Altegio answered 405: Event not found",
                "407|page|UPSTREAM_ERROR|Altegio answered 407: a proxy before it wants a login",
                "408|none|UPSTREAM_ERROR|Altegio answered 408 with nothing",
                "409|error|UPSTREAM_ERROR|Altegio answered 409: Event not found",
                "425|text|UPSTREAM_ERROR|Altegio answered 425 with a text",
                "500|error|UPSTREAM_ERROR|Altegio answered 500: Event not found",
                "503|page|UPSTREAM_ERROR|Altegio answered 503 with a web page",
                "200|page|UNREADABLE_RESPONSE|Altegio's answer is not what its API promises: it is not one JSON object",
                "200|error|UNREADABLE_RESPONSE|Altegio's answer is not what its API promises: it says success: false",
                "200|json|UNREADABLE_RESPONSE|Altegio's answer is not what its API promises: the memberships in 'data'",
                "201|none|UNREADABLE_RESPONSE|Altegio's answer is not what its API promises: it is not one JSON object"
            })
    void shouldFailAndShowTheAnswerWhenAnythingElseAnswers(int status, String body, Reason reason, String message)
            throws Exception {
        String text = Map.of(
                        "page",
                        PAGE,
                        "error",
                        ERROR,
                        "json",
                        "{\"message\": \"no Route matched\"}",
                        "text",
                        "no",
                        "none",
                        "")
                .get(body);
        Map<String, String> letter =
                letter(answer(status, body.equals("page") ? "text/html" : "application/json", text));

        assertThat(letter).containsEntry("turnstile-kind", "failed").containsEntry("turnstile-reason", reason.name());
        assertThat(letter.get("turnstile-message"))
                .startsWith("Could not be decided: " + message)
                .endsWith(".");
        JsonNode evidence = new ObjectMapper().readTree(letter.get("turnstile-evidence"));
        assertThat(evidence).hasSize(1);
        assertThat(evidence.get(0).path("status").asInt()).isEqualTo(status);
        assertThat(evidence.get(0).path("path").asText()).isEqualTo(SEARCH_PATH);
        assertThat(evidence.get(0).path("body").asText()).isEqualTo(text);
    }

    @Test
    void shouldSayWhatHappenedWhenNoAnswerCame() throws Exception {
        Map<String, String> cut =
                letter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"data\"".getBytes(StandardCharsets.US_ASCII));
        Map<String, String> silent = letter(new byte[0]);
        Map<String, String> gzip =
                letter("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 7\r\n\r\nno gzip"
                        .getBytes(StandardCharsets.US_ASCII));

        for (Map<String, String> letter : List.of(cut, silent, gzip)) {
            assertThat(letter)
                    .containsEntry("turnstile-reason", "UPSTREAM_ERROR")
                    .containsEntry("turnstile-kind", "failed");
            assertThat(letter.get("turnstile-message")).doesNotContainPattern("[A-Z]\\w+Exception|org\\.|java\\.|null");
            assertThat(letter.get("turnstile-evidence"))
                    .startsWith("[{\"status\":0,\"path\":\"" + SEARCH_PATH + "\",\"body\":\"");
        }
        assertThat(cut.get("turnstile-evidence")).contains("the connection broke off before the answer was complete");
        assertThat(gzip.get("turnstile-evidence")).contains("the compressed answer is broken");
    }

    @Test
    void shouldShowTheLastAnswerOfEachTryWhenThereAreRetries() throws Exception {
        byte[] good = answer(200, "application/json", CannedAltegio.SEARCH);
        try (OddAltegio altegio = new OddAltegio(
                        List.of(good, answer(502, "text/html", "first"), good, answer(503, "text/html", "second")));
                RouteWorld world = RouteWorld.startWithoutGate(altegio.url(), Duration.ofSeconds(1))) {
            ProducerRecord<byte[], byte[]> retry =
                    world.decide(Records.request(request())).written().get(0);
            assertThat(retry.topic()).isEqualTo("booking.requests.retry.1");

            Map<String, String> letter =
                    headers(world.decideRetry(retry).written().get(0));

            JsonNode evidence = new ObjectMapper().readTree(letter.get("turnstile-evidence"));
            assertThat(evidence.findValuesAsText("status")).containsExactly("502", "200", "503");
            assertThat(evidence.findValuesAsText("body")).containsExactly("first", CannedAltegio.SEARCH, "second");
            assertThat(letter).containsEntry("turnstile-attempts", "2");
        }
    }

    @Test
    void shouldBlotOutSecretsThatAreSentBackBeforeAnythingIsCut() throws Exception {
        String sent = "Bearer sim-partner, User sim-user";
        String quoted = "no: " + sent + " " + URLEncoder.encode(sent, StandardCharsets.UTF_8) + " "
                + Base64.getEncoder().encodeToString(sent.getBytes(StandardCharsets.UTF_8));
        String error = "{\"meta\": {\"message\": \"" + quoted + "\"}}";
        for (int padding : new int[] {0, 270, 280, 4050, 4070, 4080, 4085}) {
            for (int status : new int[] {200, 403, 404, 500, 503}) {
                String body = error.replace("no: ", "x".repeat(padding) + " ");
                Map<String, String> letter = letter(answer(status, "application/json", body));

                assertThat(letter.toString())
                        .as(status + " " + padding)
                        .doesNotContain("sim-user")
                        .doesNotContain("sim-part")
                        .doesNotContain("c2ltLX")
                        .doesNotContain("NpbS1");
            }
        }
    }

    @Test
    void shouldLeaveNothingOfACallInTheMessageForStepsThatFollow() throws Exception {
        byte[] search = answer(200, "application/json; charset=utf-16", CannedAltegio.SEARCH);
        byte[] check = answer(200, "application/json; charset=iso-8859-1", CannedAltegio.CHECK);
        String steps = """
                - process:
                    ref: lookAround
                """;
        try (OddAltegio altegio = new OddAltegio(List.of(search, check));
                RouteWorld world = RouteWorld.startWithoutGateAndWithStepsAfterTheSchedule(altegio.url(), steps)) {
            OneRecord.Decided decided = world.decide(Records.request(request().bytes(), Map.of("traceparent", "00-1")));

            assertThat(decided.failure()).isNull();
            assertThat(decided.written().get(0).topic()).isEqualTo("booking.schedules");
            assertThat(world.seen).hasSize(1);
            assertThat(world.seen.get(0).headers()).containsOnlyKeys("traceparent", "Content-Type");
            assertThat(world.seen.get(0).headers()).containsEntry("Content-Type", "application/json");
            assertThat(world.seen.get(0).charset()).isNull();
        }
        try (OddAltegio altegio = new OddAltegio(List.of(new byte[0]));
                RouteWorld world = RouteWorld.startWithoutGate(altegio.url())) {
            assertThat(world.leftAfterFailed("direct:search-for-activity"))
                    .as("after a call that failed")
                    .isEmpty();
        }
    }

    private static Map<String, String> letter(byte[] answer) throws Exception {
        try (OddAltegio altegio = new OddAltegio(List.of(answer));
                RouteWorld world = RouteWorld.startWithoutGate(altegio.url())) {
            OneRecord.Decided decided = world.decide(Records.request(request()));
            assertThat(decided.failure()).isNull();
            assertThat(decided.written())
                    .singleElement()
                    .extracting(ProducerRecord::topic)
                    .isEqualTo("booking.dead-letters");
            return headers(decided.written().get(0));
        }
    }

    /** Only the beginning of a large answer is searched for secrets, and no more of it is shown: not half of one at the cut. */
    @Test
    void shouldShowNoPartOfASecretWhenALargeAnswerRepeatsItPastAllThatIsSearched() throws Exception {
        for (int shift = 0; shift < "sim-partner".length(); shift++) {
            String quoting = "{\"success\": false, \"meta\": {}, \"x\": \"" + "-".repeat(shift)
                    + "sim-partner".repeat(20_000) + "\"}";
            try (CannedAltegio altegio = new CannedAltegio(422, quoting, quoting);
                    RouteWorld world = RouteWorld.startWithoutGate(altegio.url())) {
                Map<String, String> headers = headers(
                        world.decide(Records.request(request())).written().get(0));

                assertThat(headers).containsEntry("turnstile-reason", "REFUSED");
                assertThat(headers.get("turnstile-evidence")).contains("422").doesNotContain("sim", "partner");
            }
        }
    }
}
