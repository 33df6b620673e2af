package io.turnstile.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, a few slow connections stop all HTTP, and an orchestrator restarts a pipeline that is well. */
@Tag("measures-time")
class SlowConnectionsTest {

    private static final String HEAD = "POST %s HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer " + ApiServer.REPLAY + "\r\n";

    private static final List<String> BEGINNINGS = List.of(
            "",
            "GET /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ",
            HEAD.formatted("/api/session") + "Content-Length: 1000\r\n\r\n{\"token\": \"",
            HEAD.formatted("/api/session") + "Transfer-Encoding: chunked\r\n\r\n3e8\r\n{\"token\": \"",
            HEAD.formatted("/api/requests/validate") + "Content-Length: 60000\r\n\r\n{\"value\": \"",
            HEAD.formatted("/api/requests/validate") + "Content-Length: 2000000\r\n\r\n{\"value\": \"");

    private final List<Socket> sockets = new ArrayList<>();
    private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void closeAll() throws IOException {
        drip.shutdownNow();
        for (Socket each : sockets) {
            each.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {30, 300})
    void shouldAnswerEverybodyElseAtOnceAndEndConnectionsThatAreTooSlow(int connections) throws Exception {
        try (ApiServer server = ApiServer.guarded(Clock.systemUTC())) {
            // when many connections send a byte now and then, or nothing at all
            for (int i = 0; i < connections; i++) {
                Socket socket = new Socket("127.0.0.1", server.port());
                sockets.add(socket);
                socket.getOutputStream()
                        .write(BEGINNINGS.get(i % BEGINNINGS.size()).getBytes(StandardCharsets.US_ASCII));
            }
            drip.scheduleWithFixedDelay(this::dripAll, 500, 500, TimeUnit.MILLISECONDS);
            // then all others are answered
            HttpClient http = HttpClient.newBuilder()
                    .connectTimeout(Duration.ofSeconds(2))
                    .build();
            for (String path : List.of("/health/live", "/health/ready", "/metrics", "/api/session", "/")) {
                HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                        .header("Authorization", "Bearer " + ApiServer.LOOK)
                        .timeout(Duration.ofSeconds(5))
                        .build();
                assertThat(http.send(request, BodyHandlers.ofString()).statusCode())
                        .as(path)
                        .isEqualTo(200);
            }
            // and they are not kept for ever
            Awaitility.await().atMost(Duration.ofSeconds(45)).until(() -> sockets.stream()
                    .allMatch(SlowConnectionsTest::isEnded));
        }
    }

    /** Those that have begun a call go on with it. */
    private void dripAll() {
        for (int i = 0; i < sockets.size(); i++) {
            try {
                if (i % BEGINNINGS.size() > 0) {
                    sockets.get(i).getOutputStream().write('x');
                }
            } catch (IOException e) {
                // It was ended: that is what is waited for.
            }
        }
    }

    private static boolean isEnded(Socket socket) {
        try {
            InputStream in = socket.getInputStream();
            socket.setSoTimeout(1);
            return in.read(new byte[4096]) < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
