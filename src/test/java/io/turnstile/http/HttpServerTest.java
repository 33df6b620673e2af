package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Load balancers, Prometheus and people on call see Turnstile through this alone. */
class HttpServerTest {

    private static final HealthResult KAFKA_UP = HealthResult.up("kafka", "answers");
    private static final HealthResult ALTEGIO_DOWN = HealthResult.down("altegio", "Altegio refuses the token");

    private final AtomicReference<HealthResult> altegio =
            new AtomicReference<>(HealthResult.up("altegio", "Altegio answers"));
    private final AtomicReference<HealthResult> routes =
            new AtomicReference<>(HealthResult.down("routes", "are loaded"));
    private final HttpParts parts = new HttpParts(
            List.of(() -> List.of(routes.get())),
            List.of(() -> List.of(HealthResult.up("process", "up for 7 s"))),
            List.of(() -> List.of(KAFKA_UP)),
            List.of(() -> List.of(altegio.get())),
            List.of(registry ->
                    Counter.builder("turnstile.sample").register(registry).increment(3)),
            Optional.empty());
    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void shouldAnswerReadyWith200AndAllPartsWhenAllAreUp() throws Exception {
        try (HttpServer server = HttpServer.start(onLoopback(0), parts, Clock.systemUTC())) {
            HttpResponse<String> ready = get(server, "/health/ready");

            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("application/json"));
            assertThat(new JsonMapper().readTree(ready.body()))
                    .isEqualTo(
                            new JsonMapper()
                                    .readTree(
                                            """
                            {"status": "UP", "checks": [
                              {"name": "kafka", "status": "UP", "detail": "answers"},
                              {"name": "altegio", "status": "UP", "detail": "Altegio answers"}]}
                            """));
        }
    }

    @Test
    void shouldAnswerReadyWith503AndTheReasonButStayAliveWhenAPartIsDown() throws Exception {
        try (HttpServer server = HttpServer.start(onLoopback(0), parts, Clock.systemUTC())) {
            altegio.set(ALTEGIO_DOWN);

            HttpResponse<String> ready = get(server, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(503);
            assertThat(ready.body())
                    .startsWith("{\"status\":\"DOWN\"")
                    .contains("{\"name\":\"altegio\",\"status\":\"DOWN\",\"detail\":\"Altegio refuses the token\"}");
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(server, "/metrics").body()).contains("turnstile_ready 0.0");
        }
    }

    @Test
    void shouldStayReadyWhenAPartWaitsOnPurpose() throws Exception {
        try (HttpServer server = HttpServer.start(onLoopback(0), parts, Clock.systemUTC())) {
            altegio.set(HealthResult.waiting("altegio", "Altegio is not answering"));

            HttpResponse<String> ready = get(server, "/health/ready");
            assertThat(ready.statusCode()).isEqualTo(200);
            assertThat(ready.body())
                    .startsWith("{\"status\":\"UP\"")
                    .contains("\"name\":\"altegio\",\"status\":\"WAITING\"");
            assertThat(get(server, "/metrics").body()).contains("turnstile_ready 1.0");
        }
    }

    @Test
    void shouldCountAsStartedOnlyWhenEachPartOfTheStartIsUp() throws Exception {
        try (HttpServer server = HttpServer.start(onLoopback(0), parts, Clock.systemUTC())) {
            assertThat(get(server, "/health/startup").statusCode()).isEqualTo(503);
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);

            routes.set(HealthResult.up("routes", "16 run"));
            assertThat(get(server, "/health/startup").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldAnswerForOneCheckWhenItIsAskedForByItsName() throws Exception {
        try (HttpServer server = HttpServer.start(onLoopback(0), parts, Clock.systemUTC())) {
            altegio.set(ALTEGIO_DOWN);

            assertThat(get(server, "/health/ready/kafka").statusCode()).isEqualTo(200);
            assertThat(get(server, "/health/ready/kafka").body())
                    .isEqualTo("{\"status\":\"UP\",\"checks\":["
                            + "{\"name\":\"kafka\",\"status\":\"UP\",\"detail\":\"answers\"}]}");
            assertThat(get(server, "/health/ready/altegio").statusCode()).isEqualTo(503);
            assertThat(get(server, "/health/live/proc%65ss").statusCode()).isEqualTo(200);
            for (String unknown : List.of("/health/ready/process", "/health/ready/", "/health/ready/kafka/x")) {
                HttpResponse<String> answer = get(server, unknown);
                assertThat(answer.statusCode()).as(unknown).isEqualTo(404);
                assertThat(answer.body()).contains("There are these: kafka, altegio");
            }
        }
    }

    @Test
    void shouldShowWhatWasHandedInAndTheJvmWhenMetricsAreRead() throws Exception {
        try (HttpServer server = HttpServer.start(onLoopback(0), parts, Clock.systemUTC())) {
            HttpResponse<String> metrics = get(server, "/metrics");

            assertThat(metrics.statusCode()).isEqualTo(200);
            assertThat(metrics.headers().firstValue("content-type"))
                    .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain"));
            assertThat(metrics.body())
                    .contains("turnstile_sample_total 3.0", "jvm_memory_used_bytes{", "turnstile_ready 1.0");
        }
    }

    @Test
    void shouldKeepBrowsersFromShowingGuessingOrKeepingAnswersWhateverThePath() throws Exception {
        try (HttpServer server = HttpServer.start(onLoopback(0), parts, Clock.systemUTC())) {
            for (String path : List.of("/", "/health/ready", "/metrics", "/nothing-here")) {
                var headers = get(server, path).headers();

                assertThat(headers.firstValue("x-content-type-options"))
                        .as(path)
                        .hasValue("nosniff");
                assertThat(headers.firstValue("x-frame-options")).as(path).hasValue("DENY");
                assertThat(headers.firstValue("cache-control")).as(path).hasValue("no-store");
                assertThat(headers.firstValue("content-security-policy"))
                        .as(path)
                        .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'none'"));
                assertThat(headers.firstValue("server")).as(path).isEmpty();
            }
            assertThat(get(server, "/").body()).contains("/health/live", "/health/ready", "/metrics");
        }
    }

    @Test
    void shouldShowMetricsOnlyToThoseWithATokenWhenOthersCanReachIt() throws Exception {
        HttpConfig open =
                new HttpConfig("0.0.0.0", 0, Optional.of("look-only"), Optional.of("may-replay"), Optional.empty());
        try (HttpServer server = HttpServer.start(open, parts, Clock.systemUTC())) {
            assertThat(get(server, "/metrics").statusCode()).isEqualTo(401);
            assertThat(get(server, "/metrics").body()).doesNotContain("turnstile_sample");
            assertThat(get(server, "/metrics", "Bearer look-onl").statusCode()).isEqualTo(401);
            assertThat(get(server, "/metrics", "Basic look-only").statusCode()).isEqualTo(401);
            assertThat(get(server, "/metrics", "Bearer look-only").statusCode()).isEqualTo(200);
            assertThat(get(server, "/metrics", "bearer may-replay").statusCode())
                    .isEqualTo(200);
            assertThat(get(server, "/health/ready").statusCode()).isEqualTo(200);
            assertThat(get(server, "/health/live").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void shouldRefuseToListenForOthersWhenThereIsNoToken() {
        assertThatThrownBy(() -> new HttpConfig("0.0.0.0", 0, Optional.empty(), Optional.empty(), Optional.empty()))
                .isInstanceOf(HttpServerException.class)
                .hasMessageContaining("turnstile.http.host is 0.0.0.0")
                .hasMessageContaining("turnstile.http.viewer-token")
                .hasMessageNotContaining("\n");
    }

    @Test
    void shouldNameTheSettingInOneLineWhenThePortIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            assertThatThrownBy(() -> HttpServer.start(onLoopback(other.getLocalPort()), parts, Clock.systemUTC()))
                    .isInstanceOf(HttpServerException.class)
                    .hasMessageContaining("port " + other.getLocalPort() + " of 127.0.0.1")
                    .hasMessageContaining("set turnstile.http.port")
                    .hasMessageNotContaining("\n");
        }
    }

    private static HttpConfig onLoopback(int port) {
        return new HttpConfig("127.0.0.1", port, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private HttpResponse<String> get(HttpServer server, String path) throws IOException, InterruptedException {
        return send(request(server, path));
    }

    private HttpResponse<String> get(HttpServer server, String path, String authorization)
            throws IOException, InterruptedException {
        return send(request(server, path).header("Authorization", authorization));
    }

    private static HttpRequest.Builder request(HttpServer server, String path) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.address().getPort() + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }
}
