package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, nonsense fills the log with stack traces, is taken for something else, or a session outlives its sign-out. */
class HostileInputTest {

    @ParameterizedTest
    @ValueSource(strings = {"status=%", "status=%zz", "text=%4", "text=a%ffb"})
    void shouldRefuseAnAddressThatIsNotPercentEncodedUtf8(String query) throws Exception {
        try (ApiServer server = ApiServer.open()) {
            assertThat(server.raw("GET /api/dead-letters?" + query
                            + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("percent-encoded");
        }
    }

    @Test
    void shouldRefuseJsonThatIsDeeperOrHasLongerNumbersThanAnyOrder() throws Exception {
        try (ApiServer server = ApiServer.open()) {
            for (String body :
                    new String[] {"{\"a\":".repeat(5000), "[".repeat(100_000), "{\"rate\":" + "1".repeat(5000) + "}"}) {
                HttpResponse<String> answer = server.post("/api/plans", body);
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.body()).contains("The body is not one JSON object");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/jobs?state=running", "/api/audit?limit=1", "/api/overview?x", "/api/session?x=1"})
    void shouldRefuseAParameterWhereThereIsNone(String path) throws Exception {
        try (ApiServer server = ApiServer.open()) {
            HttpResponse<String> answer = server.get(path);
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("There is no parameter");
        }
    }

    /** Digits of other scripts are letters to whoever reads the log. */
    @ParameterizedTest
    @ValueSource(strings = {"client=%D9%A3", "location=%2B5", "event=0x10"})
    void shouldTakeOnlyPlainNumbers(String query) throws Exception {
        try (ApiServer server = ApiServer.open()) {
            assertThat(server.get("/api/dead-letters?" + query).statusCode()).isEqualTo(400);
        }
    }

    /** Kafka would be given a question mark in its place. */
    @Test
    void shouldRefuseTextThatUtf8CannotHold() throws Exception {
        try (ApiServer server = ApiServer.open()) {
            for (String field :
                    new String[] {"\"note\": \"\\ud800\"", "\"edits\": {\"a\": \"{\\\"b\\\": \\\"\\udc00\\\"}\"}"}) {
                HttpResponse<String> answer =
                        server.post("/api/plans", "{\"action\": \"replay\", \"ids\": [\"a\"], " + field + "}");
                assertThat(answer.statusCode()).isEqualTo(400);
                assertThat(answer.body()).contains("half a character");
            }
        }
    }

    @Test
    void shouldEndASessionWhenItsOwnerSignsOut() throws Exception {
        try (ApiServer server = ApiServer.guarded(Clock.systemUTC())) {
            String ended = session(server);
            String other = session(server);
            assertThat(server.get("/api/session", "Cookie", ended).statusCode()).isEqualTo(200);

            assertThat(server.send(server.request("/api/session", "Cookie", ended)
                                    .DELETE())
                            .statusCode())
                    .isEqualTo(204);

            assertThat(server.get("/api/session", "Cookie", ended).statusCode()).isEqualTo(401);
            assertThat(server.get("/api/session", "Cookie", other).statusCode()).isEqualTo(200);
        }
    }

    private static String session(ApiServer server) throws Exception {
        HttpResponse<String> answer = server.post("/api/session", "{\"token\": \"" + ApiServer.REPLAY + "\"}");
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";")[0];
    }

    /** Whoever reads answers by a program reads these too. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/session HTTP/1.1\r\nHost: a b\r\n",
                "GET /%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "GET /api/..%2f..%2fetc HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "GET /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nNo colon\r\n",
                "GET /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: 127.0.0.1\r\n",
                "GET /LONG HTTP/1.1\r\nHost: 127.0.0.1\r\n",
                "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: LONG\r\n",
                "GET / HTTP/3.0\r\nHost: 127.0.0.1\r\n",
            })
    void shouldRefuseWhatIsNoHttpAsItRefusesAllElse(String head) throws Exception {
        try (ApiServer server = ApiServer.open()) {
            String answer = server.raw(head.replace("LONG", "x".repeat(20_000)) + "Connection: close\r\n\r\n");

            assertThat(answer)
                    .matches("(?s)HTTP/1\\.[01] (4|5)\\d\\d.*")
                    .contains("application/problem+json", "\"detail\":", "nosniff")
                    .doesNotContainIgnoringCase("<html", "jetty");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/console/main.js", "/console/nothing.js", "/vendor/lit-html/nothing.js", "/console/../x"})
    void shouldAnswerAHeadOfThePageAsAGet(String path) throws Exception {
        try (ApiServer server = ApiServer.open()) {
            int get = server.get(path).statusCode();
            assertThat(server.send(server.request(path).method("HEAD", BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(get);
        }
    }
}
