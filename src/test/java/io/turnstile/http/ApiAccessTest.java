package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.http.access.Role;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, strangers read people's bookings, or a page that an operator only looks at replays them. */
class ApiAccessTest {

    private static final String REQUEST = "{\"value\": \"{}\"}";
    private static final String VALIDATE = "/api/requests/validate";

    @Test
    void shouldLetViewersLookAndOperatorsChangeAndNobodyElseAnything() throws Exception {
        try (ApiServer server = ApiServer.guarded(Clock.systemUTC())) {
            assertThat(server.get("/api/openapi.json").statusCode()).isEqualTo(401);
            assertThat(server.get("/api/openapi.json", bearer("look-onl")).statusCode())
                    .isEqualTo(401);
            assertThat(server.get("/api/openapi.json", bearer(ApiServer.LOOK)).statusCode())
                    .isEqualTo(200);
            assertThat(server.get("/api/openapi.json", bearer(ApiServer.REPLAY)).statusCode())
                    .isEqualTo(200);

            assertThat(server.post(VALIDATE, REQUEST).statusCode()).isEqualTo(401);
            HttpResponse<String> viewer = server.post(VALIDATE, REQUEST, bearer(ApiServer.LOOK));
            assertThat(viewer.statusCode()).isEqualTo(403);
            assertThat(problem(viewer)).contains("viewer's", "turnstile.http.operator-token");
            assertThat(server.post(VALIDATE, REQUEST, bearer(ApiServer.REPLAY)).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldSayThatTheConnectionEndsWhenItRefusesABodyUnread() throws Exception {
        try (ApiServer server = ApiServer.guarded(Clock.systemUTC())) {
            String reply = server.raw("POST " + VALIDATE + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");

            assertThat(reply).startsWith("HTTP/1.1 401 ").containsIgnoringCase("\r\nConnection: close\r\n");
        }
    }

    @Test
    void shouldTakeEverybodyForAnOperatorOnlyWhereNoOneElseCanCall() throws Exception {
        try (ApiServer server = ApiServer.open()) {
            assertThat(server.get("/api/session").body()).contains("\"operator\"", "\"token_needed\":false");
            assertThat(server.post(VALIDATE, REQUEST).statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldKeepABrowserSignedInForTwelveHoursByACookieThatNoScriptCanRead() throws Exception {
        Instant noon = Instant.parse("2026-11-23T12:00:00Z");
        String[] cookie;
        try (ApiServer server = ApiServer.guarded(at(noon))) {
            HttpResponse<String> wrong = server.post("/api/session", "{\"token\": \"guess\"}");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.headers().firstValue("set-cookie")).isEmpty();

            HttpResponse<String> session = server.post("/api/session", "{\"token\": \"" + ApiServer.LOOK + "\"}");
            assertThat(session.statusCode()).isEqualTo(200);
            String set = session.headers().firstValue("set-cookie").orElseThrow();
            assertThat(set).contains("HttpOnly", "SameSite=Strict", "Path=/").doesNotContain(ApiServer.LOOK);
            cookie = new String[] {"Cookie", set.split(";")[0]};
            assertThat(server.get("/api/session", cookie).body()).contains("\"" + Role.VIEWER.text() + "\"");
            assertThat(server.post(VALIDATE, REQUEST, cookie).statusCode()).isEqualTo(403);
        }

        // After a restart it is still good, until its time is over; and nobody can give themselves more than they were
        // given.
        try (ApiServer server = ApiServer.guarded(at(noon.plus(Duration.ofHours(11))))) {
            assertThat(server.get("/api/session", cookie).statusCode()).isEqualTo(200);
            assertThat(server.get("/api/session", "Cookie", cookie[1].replace("viewer", "operator"))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(server.send(server.request("/api/session").DELETE())
                            .headers()
                            .firstValue("set-cookie"))
                    .hasValueSatisfying(gone -> assertThat(gone).contains("Max-Age=0"));
        }
        try (ApiServer server = ApiServer.guarded(at(noon.plus(Duration.ofHours(13))))) {
            assertThat(server.get("/api/session", cookie).statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Origin, http://evil.example",
        "Origin, null",
        "Sec-Fetch-Site, cross-site",
        "Sec-Fetch-Site, same-site",
    })
    void shouldRefuseWhatAPageOfAnotherSitePosts(String header, String value) throws Exception {
        try (ApiServer server = ApiServer.open()) {
            HttpResponse<String> refused = server.post(VALIDATE, REQUEST, header, value);

            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(problem(refused)).startsWith("Pages of other sites may not call this");
        }
    }

    @Test
    void shouldTakeWhatItsOwnPagePosts() throws Exception {
        try (ApiServer server = ApiServer.open()) {
            assertThat(server.post(
                                    VALIDATE,
                                    REQUEST,
                                    "Origin",
                                    "http://127.0.0.1:" + server.port(),
                                    "Sec-Fetch-Site",
                                    "same-origin")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** These are what a form can send without asking first. */
    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data"})
    void shouldRefuseWhatAFormCanPost(String type) throws Exception {
        try (ApiServer server = ApiServer.open()) {
            HttpResponse<String> refused = server.post(VALIDATE, REQUEST, "Content-Type", type);

            assertThat(refused.statusCode()).isEqualTo(415);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "evil.example, 403",
        "127.0.0.1.evil.example, 403",
        "localhost, 200",
        "LOCALHOST:8080, 200",
        "127.0.0.1:1, 200",
        "[::1]:8080, 200",
    })
    void shouldAnswerOnlyToNamesOfThisMachineWhenNoTokenIsNeeded(String host, int status) throws Exception {
        try (ApiServer server = ApiServer.open()) {
            assertThat(server.raw("GET /api/session HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 " + status);
        }
    }

    /** With a token, a name that was made to lead here has nothing to show. */
    @Test
    void shouldAnswerToAnyNameWhenATokenIsNeeded() throws Exception {
        try (ApiServer server = ApiServer.guarded(Clock.systemUTC())) {
            String call = "GET /api/session HTTP/1.1\r\nHost: turnstile.example\r\nConnection: close\r\n%s\r\n";
            assertThat(server.raw(call.formatted(""))).startsWith("HTTP/1.1 401");
            assertThat(server.raw(call.formatted("Authorization: Bearer " + ApiServer.LOOK + "\r\n")))
                    .startsWith("HTTP/1.1 200");
        }
    }

    @Test
    void shouldAnswerWithProblemsAndNothingOfItsInsideWhateverIsAsked() throws Exception {
        try (ApiServer server = ApiServer.open()) {
            assertProblem(server.get("/api/nothing"), 404);
            assertProblem(server.get("/nothing"), 404);
            assertProblem(server.post("/api/overview", "{}"), 405);
            assertProblem(server.send(server.request("/api/jobs").PUT(BodyPublishers.ofString("{}"))), 405);
            assertProblem(server.get("/api/events"), 406);
            assertProblem(server.post(VALIDATE, "x".repeat(2 * 1024 * 1024 + 1)), 413);
            // Nobody is behind it: a fault.
            HttpResponse<String> fault = server.get("/api/dead-letters");
            assertProblem(fault, 500);
            assertThat(fault.body()).doesNotContain("closed", "Exception");
            for (String path : new String[] {"/api/%", "/api/%zz", "/api/../../etc/passwd", "//"}) {
                String answer = server.raw("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertThat(answer).as(path).startsWith("HTTP/1.1 4").doesNotContain("\tat ", "jetty", "Exception");
            }
        }
    }

    private static void assertProblem(HttpResponse<String> answer, int status) throws Exception {
        assertThat(answer.statusCode()).as(answer.uri().getPath()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        JsonNode problem = new JsonMapper().readTree(answer.body());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        assertThat(problem.path("title").asText()).isNotEmpty();
        assertThat(problem.path("detail").asText()).isNotEmpty().doesNotContain("\n", "Exception", "io.turnstile");
        assertThat(answer.headers().firstValue("x-content-type-options")).hasValue("nosniff");
    }

    private static String problem(HttpResponse<String> answer) throws Exception {
        return new JsonMapper().readTree(answer.body()).path("detail").asText();
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static Clock at(Instant time) {
        return Clock.fixed(time, ZoneOffset.UTC);
    }
}
