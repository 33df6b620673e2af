package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.http.access.PublicUrl;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, everybody whom a proxy lets through is an operator, or nobody can use the console behind one. */
class ProxyTest {

    private static final String PUBLIC = "https://ops.example.com/turnstile";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=192.0.2.60",
                "X-Forwarded-For: 192.0.2.60",
                "x-forwarded-proto: https",
                "X-Forwarded-Host: ops.example.com",
                "X-Forwarded-Prefix: /turnstile",
                "X-Real-IP: 192.0.2.60",
                "Via: 1.1 proxy",
                "CF-Connecting-IP: 192.0.2.60",
                "True-Client-IP: 192.0.2.60",
                "X-Amzn-Trace-Id: Root=1",
                "X-Auth-Request-User: anna",
                "X-Forwarded-For:",
            })
    void shouldRefuseWhatCameThroughAProxyAndNameTheSettingWhenNobodyNeedsAToken(String header) throws Exception {
        try (ApiServer server = ApiServer.open()) {
            for (String path : new String[] {"/api/session", "/api/overview", "/metrics"}) {
                String answer = server.raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:8080\r\n" + header
                        + "\r\nConnection: close\r\n\r\n");
                assertThat(answer)
                        .startsWith("HTTP/1.1 403")
                        .contains("turnstile.http.operator-token", "turnstile.http.public-url");
            }
            // Whether it lives and is ready, everybody may ask.
            assertThat(server.raw(
                            "GET /health/live HTTP/1.1\r\nHost: x\r\n" + header + "\r\nConnection: close\r\n\r\n"))
                    .startsWith("HTTP/1.1 200");
        }
    }

    /** So does nginx send what it passes on, when it is told nothing else. */
    @Test
    void shouldRefuseWhatAProxySendsThatAddsNothing() throws Exception {
        try (ApiServer server = ApiServer.open()) {
            assertThat(server.raw("GET /api/session HTTP/1.0\r\nHost: 127.0.0.1:8080\r\nConnection: close\r\n\r\n"))
                    .contains(" 403 ")
                    .contains("turnstile.http.operator-token");
        }
    }

    @Test
    void shouldTakeWhatComesThroughAProxyThatWasNamedAndWhatComesFromThisMachine() throws Exception {
        try (ApiServer server = behind(PUBLIC)) {
            assertThat(server.get("/api/session", "X-Forwarded-For", "192.0.2.60")
                            .body())
                    .contains("\"operator\"");
            assertThat(server.get("/api/session").statusCode()).isEqualTo(200);
            assertThat(server.raw(get("/api/session", "ops.example.com"))).startsWith("HTTP/1.1 200");
            assertThat(server.raw(get("/api/session", "OPS.example.com:443"))).startsWith("HTTP/1.1 200");
            assertThat(server.raw(get("/api/session", "evil.example"))).startsWith("HTTP/1.1 403");
        }
    }

    @Test
    void shouldAskForATokenBehindAProxyWhenThereIsOne() throws Exception {
        try (ApiServer server = ApiServer.guarded(Clock.systemUTC())) {
            assertThat(server.get("/api/session", "X-Forwarded-For", "192.0.2.60")
                            .statusCode())
                    .isEqualTo(401);
            assertThat(server.get(
                                    "/api/session",
                                    "X-Forwarded-For",
                                    "192.0.2.60",
                                    "Authorization",
                                    "Bearer " + ApiServer.LOOK)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "https://ops.example.com, 200",
        "https://OPS.example.com:443, 200",
        "http://ops.example.com, 403",
        "https://ops.example.com:8443, 403",
        "https://ops.example.com.evil.example, 403",
        "https://evil.example, 403",
        "null, 403",
    })
    void shouldTakeForItsOwnOnlyThePagesOfThePublicAddress(String origin, int status) throws Exception {
        try (ApiServer server = behind(PUBLIC)) {
            assertThat(server.post("/api/requests/validate", "{\"value\": \"{}\"}", "Origin", origin)
                            .statusCode())
                    .isEqualTo(status);
        }
    }

    @Test
    void shouldServeUnderThePathOfThePublicAddressWhetherTheProxyTakesItOffOrNot() throws Exception {
        try (ApiServer server = behind(PUBLIC)) {
            for (String prefix : new String[] {"", "/turnstile"}) {
                HttpResponse<String> page = server.get(prefix + "/");
                assertThat(page.statusCode()).isEqualTo(200);
                assertThat(page.body()).doesNotContain("=\"/");
                assertThat(server.get(prefix + "/console/main.js").statusCode()).isEqualTo(200);
                assertThat(server.get(prefix + "/vendor/lit-html/lit-html.js").statusCode())
                        .isEqualTo(200);
                assertThat(server.get(prefix + "/health/live").statusCode()).isEqualTo(200);
                assertThat(server.get(prefix + "/metrics").statusCode()).isEqualTo(200);
                assertThat(new JsonMapper()
                                .readTree(
                                        server.get(prefix + "/api/openapi.json").body())
                                .at("/servers/0/url")
                                .asText())
                        .isEqualTo(PUBLIC);
            }
            assertThat(server.get("/turnstile").headers().firstValue("location"))
                    .hasValue(PUBLIC + "/");
            assertThat(server.get("/turnstilex/").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void shouldKeepTheSessionToThePathAndToTlsOfThePublicAddress() throws Exception {
        HttpConfig config = new HttpConfig(
                "127.0.0.1", 0, Optional.of(ApiServer.LOOK), Optional.of(ApiServer.REPLAY), PublicUrl.parse(PUBLIC));
        try (ApiServer server = new ApiServer(config, Clock.systemUTC())) {
            assertThat(server.post("/api/session", "{\"token\": \"" + ApiServer.LOOK + "\"}")
                            .headers()
                            .firstValue("set-cookie")
                            .orElseThrow())
                    .contains("; Path=/turnstile;", "; Secure");
        }
    }

    /** A proxy that asks people for a password passes on how they answered: that is no token of ours. */
    @Test
    void shouldTakeASessionBesideThePasswordOfAProxy() throws Exception {
        try (ApiServer server = ApiServer.guarded(Clock.systemUTC())) {
            String cookie = server.post("/api/session", "{\"token\": \"" + ApiServer.LOOK + "\"}")
                    .headers()
                    .firstValue("set-cookie")
                    .orElseThrow()
                    .split(";")[0];
            assertThat(server.get("/api/session", "Cookie", cookie, "Authorization", "Basic YW5uYTpzZWNyZXQ=")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ops.example.com",
                "ftp://ops.example.com",
                "https://anna:secret@ops.example.com",
                "https://ops.example.com/?a=1",
                "https://ops.example.com/a;b",
                "https://ops.example.com/a%20b",
                "https://ops.example.com/../x",
                "https://ops.example.com//x",
                "https:///x",
            })
    void shouldKnowWhichAddressesNobodyCanShowItUnder(String text) {
        assertThat(PublicUrl.parse(text)).isEmpty();
    }

    private static String get(String path, String host) {
        return "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
    }

    private static ApiServer behind(String url) {
        return new ApiServer(
                new HttpConfig("127.0.0.1", 0, Optional.empty(), Optional.empty(), PublicUrl.parse(url)),
                Clock.systemUTC());
    }
}
