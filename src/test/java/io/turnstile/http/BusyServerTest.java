package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.UnstartedDeadLetters;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** If this fails, an orchestrator restarts a pipeline because people look at it, or lists are taken for whole that are not. */
class BusyServerTest {

    private static final HttpConfig OPEN =
            new HttpConfig("127.0.0.1", 0, Optional.empty(), Optional.empty(), Optional.empty());

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void shouldAnswerForHealthAndMetricsWhileAllCallsOfPeopleWait() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(24);
        DeadLetters letters = UnstartedDeadLetters.create();
        letters.close();
        try (ApiServer server = new ApiServer(OPEN, Clock.systemUTC(), ApiServer.desk(letters, () -> {
            waiting.countDown();
            await(free);
        }))) {
            try {
                for (int i = 0; i < 40; i++) {
                    http.sendAsync(request(server, "/api/overview"), BodyHandlers.discarding());
                }
                waiting.await();
                for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
                    assertThat(http.send(request(server, path), BodyHandlers.discarding())
                                    .statusCode())
                            .as(path)
                            .isEqualTo(200);
                }
            } finally {
                free.countDown();
            }
        }
    }

    @Test
    void shouldSayThatItLivesWhileLooksAtReadinessDoNotEnd() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch waiting = new CountDownLatch(2);
        Health.Check stuck = () -> {
            waiting.countDown();
            await(free);
            return List.of(HealthResult.up("stuck", ""));
        };
        HttpParts parts = new HttpParts(List.of(), List.of(), List.of(), List.of(stuck), List.of(), Optional.empty());
        try (HttpServer server = HttpServer.start(OPEN, parts, Clock.systemUTC())) {
            try {
                for (int i = 0; i < 20; i++) {
                    http.sendAsync(request(server.address(), "/health/ready"), BodyHandlers.discarding());
                }
                waiting.await();
                assertThat(http.send(request(server.address(), "/health/live"), BodyHandlers.discarding())
                                .statusCode())
                        .isEqualTo(200);
            } finally {
                free.countDown();
            }
        }
    }

    /** Bodies are held in memory: of those who showed no token, only small ones. */
    @Test
    void shouldTakeOnlySmallBodiesOfStrangers() throws Exception {
        String large = "{\"token\": \"" + "x".repeat(20_000) + "\"}";
        try (ApiServer server = ApiServer.guarded(Clock.systemUTC())) {
            assertThat(server.post("/api/session", large).statusCode()).isEqualTo(413);
            assertThat(server.post(
                                    "/api/requests/validate",
                                    "{\"value\": \"" + "x".repeat(20_000) + "\"}",
                                    "Authorization",
                                    "Bearer " + ApiServer.REPLAY)
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void shouldSayOfListsThatTheyAreNotCompleteAndExportNothingUntilAllIsRead() throws Exception {
        DeadLetters letters = UnstartedDeadLetters.create();
        try (ApiServer server = new ApiServer(OPEN, Clock.systemUTC(), ApiServer.desk(letters, () -> {}))) {
            for (String path : List.of("/api/dead-letters", "/api/dead-letters/groups")) {
                HttpResponse<String> list = server.get(path);
                assertThat(list.statusCode()).isEqualTo(200);
                assertThat(new JsonMapper()
                                .readTree(list.body())
                                .path("complete")
                                .booleanValue())
                        .as(list.body())
                        .isFalse();
                assertThat(list.body()).contains("\"complete\":false");
            }
            HttpResponse<String> export = server.get("/api/dead-letters/export");
            assertThat(export.statusCode()).isEqualTo(503);
            assertThat(export.body()).contains("still being read from Kafka");
        } finally {
            letters.close();
        }
    }

    private static HttpRequest request(ApiServer server, String path) {
        return request(URI.create("http://127.0.0.1:" + server.port()), path);
    }

    private static HttpRequest request(URI address, String path) {
        return HttpRequest.newBuilder(address.resolve(path))
                .timeout(Duration.ofSeconds(60))
                .build();
    }

    private static void await(CountDownLatch free) {
        try {
            free.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
