package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If this fails, a slip of the keyboard is taken for something else: a filter that was not understood means all letters. */
class ApiReadingTest {

    private static ApiServer server;

    @BeforeAll
    static void start() {
        server = ApiServer.open();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[] | The body must be a JSON object",
                "{\"action\": \"replay\"} {} | The body is not one JSON object: there is something after it",
                "{\"action\": | The body is not one JSON object: see line 1, column 1",
                "{\"action\": \"replay\", \"action\": \"discard\", \"ids\": [\"a\"]} | The body is not one JSON object: a field is given twice",
                "{} | 'action' must be replay or discard",
                "{\"action\": 1} | 'action' must be a text",
                "{\"action\": \"replay\"} | Name letters by id, or give a filter: one of the two",
                "{\"action\": \"replay\", \"ids\": [\"a\"], \"filter\": {}} | Name letters by id, or give a filter: one of the two",
                "{\"action\": \"replay\", \"ids\": \"a\"} | 'ids' must be a list of texts",
                "{\"action\": \"replay\", \"ids\": [1]} | 'ids' must be a list of texts",
                "{\"action\": \"replay\", \"filter\": {\"clinet_id\": 5}} | There is no field 'filter.clinet_id': known are client_id,",
                "{\"action\": \"replay\", \"filter\": {\"client_id\": \"5\"}} | 'filter.client_id' must be a positive whole number",
                "{\"action\": \"replay\", \"filter\": {\"client_id\": 1e30}} | 'filter.client_id' must be a positive whole number",
                "{\"action\": \"replay\", \"filter\": {\"since\": \"yesterday\"}} | 'filter.since' must be a moment",
                "{\"action\": \"replay\", \"filter\": {\"status\": \"closed\"}} | 'filter.status' must be open, replayed, discarded or all",
                "{\"action\": \"discard\", \"filter\": {\"text\": \"\u2014\"}} | 'filter.text' must have a letter or a digit",
                "{\"action\": \"discard\", \"filter\": {\"text\": \" \"}} | 'filter.text' must be more than an empty text",
                "{\"action\": \"discard\", \"filter\": {\"reason\": \"\"}} | 'filter.reason' must be more than an empty text",
                "{\"action\": \"discard\", \"filter\": {\"since\": \"\"}} | 'filter.since' must be more than an empty text",
                "{\"action\": \"replay\", \"ids\": [\"a\"], \"rate\": 0} | 'rate' must be a number from 0.01 to 100000",
                "{\"action\": \"replay\", \"ids\": [\"a\"], \"rate\": \"5\"} | 'rate' must be a number from 0.01 to 100000",
                "{\"action\": \"replay\", \"ids\": [\"a\"], \"force\": \"yes\"} | 'force' must be true or false",
                "{\"action\": \"replay\", \"filter\": {}, \"force\": true} | Only letters named by id can be forced",
                "{\"action\": \"replay\", \"ids\": [\"a\"], \"edits\": {\"b\": \"{}\"}} | Only letters named by id can be edited",
                "{\"action\": \"replay\", \"ids\": [\"a\"], \"edits\": {\"a\": {}}} | 'edits' must be an object of texts",
                "{\"action\": \"discard\", \"ids\": [\"a\"], \"rate\": 5} | 'rate', 'force', 'superseded' and 'edits' are for a replay",
                "{\"action\": \"replay\", \"ids\": [\"a\"], \"dry_run\": true} | There is no field 'dry_run'",
            })
    void shouldNameTheFieldThatIsWrongInAnOrder(String body, String detail) throws Exception {
        for (String path : new String[] {"/api/plans", "/api/jobs"}) {
            assertThat(badRequest(server.post(path, body))).startsWith(detail);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "clinet=5 | There is no parameter 'clinet': known are client, cursor, event,",
                "client=five | 'client' must be a positive whole number",
                "client=-5 | 'client_id' must be a positive whole number",
                "client=5&client=6 | 'client' is given more than once",
                "limit=0 | 'limit' must be a whole number from 1 to 500",
                "limit=501 | 'limit' must be a whole number from 1 to 500",
                "limit=ten | 'limit' must be a whole number from 1 to 500",
                "until=2026-13-01 | 'until' must be a moment",
                "text=%E2%80%94 | 'text' must have a letter or a digit",
                "text= | 'text' must be more than an empty text",
                "kind= | 'kind' must be more than an empty text",
                "client= | 'client' must be a positive whole number",
                "status=done | 'status' must be open, replayed, discarded or all",
            })
    void shouldNameTheParameterThatIsWrongInAnAddress(String query, String detail) throws Exception {
        assertThat(badRequest(server.get("/api/dead-letters?" + query))).startsWith(detail);
    }

    /** A note that somebody meant to leave would be lost without a word. */
    @Test
    void shouldRefuseFieldsWhereABodyHasNone() throws Exception {
        for (String path : new String[] {"/api/jobs/any/cancel", "/api/jobs/any/resume"}) {
            assertThat(badRequest(server.post(path, "{\"note\": \"by mistake\"}")))
                    .isEqualTo("There is no field 'note': leave the body out");
            assertThat(badRequest(server.post(path, "[]"))).isEqualTo("The body must be a JSON object");
        }
    }

    /** Whoever reports a fault of an instance has to know what runs there. */
    @Test
    void shouldNameVersionAndCommitOfTheProgramThatAnswers() throws Exception {
        HttpResponse<String> about = server.get("/api/about");

        assertThat(about.statusCode()).isEqualTo(200);
        assertThat(about.body()).isEqualTo("{\"version\":\"1.2.3\",\"commit\":\"0c50029\"}");
    }

    @Test
    void shouldAnswerHeadAsGetWithoutTheBody() throws Exception {
        HttpResponse<String> bad =
                server.send(server.request("/api/dead-letters?clinet=5").method("HEAD", BodyPublishers.noBody()));
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body()).isEmpty();

        HttpResponse<String> good =
                server.send(server.request("/api/openapi.json").method("HEAD", BodyPublishers.noBody()));
        assertThat(good.statusCode()).isEqualTo(200);
        assertThat(good.headers().firstValue("Content-Type")).contains("application/json;charset=utf-8");
        assertThat(good.body()).isEmpty();

        HttpResponse<String> stream = server.send(
                server.request("/api/events", "Accept", "text/event-stream").method("HEAD", BodyPublishers.noBody()));
        assertThat(stream.statusCode()).isEqualTo(200);
        assertThat(stream.headers().firstValue("Content-Type"))
                .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
    }

    @Test
    void shouldSayInOneLineWhatAHostileNameIs() throws Exception {
        String name = URLEncoder.encode("a\nb\u001b[31m" + "c".repeat(1000), StandardCharsets.UTF_8);

        assertThat(badRequest(server.get("/api/dead-letters?" + name + "=1")))
                .startsWith("There is no parameter 'a b [31mccc")
                .hasSizeLessThan(250);
    }

    @Test
    void shouldCheckARequestByTheContract() throws Exception {
        HttpResponse<String> bad = server.post("/api/requests/validate", "{\"value\": \"{\\\"client_id\\\": 0}\"}");
        assertThat(bad.body())
                .startsWith("{\"valid\":false,\"problems\":[\"Not a booking request: ")
                .contains("client_id");

        String request = "{\"request_id\": \"r1\", \"location_id\": 720441, \"client_id\": 1, \"event_id\": 2,"
                + " \"schedule_day_ids\": [1]}";
        HttpResponse<String> good = server.post(
                "/api/requests/validate",
                new JsonMapper().createObjectNode().put("value", request).toString());
        assertThat(good.body()).isEqualTo("{\"valid\":true,\"problems\":[]}");
    }

    private static String badRequest(HttpResponse<String> answer) throws Exception {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        String detail = new JsonMapper().readTree(answer.body()).path("detail").asText();
        assertThat(detail).doesNotContain("\n");
        return detail;
    }
}
