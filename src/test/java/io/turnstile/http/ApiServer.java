package io.turnstile.http;

import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.UnstartedDeadLetters;
import io.turnstile.http.api.Api;
import io.turnstile.http.api.PipelineStatus;
import io.turnstile.kafka.Heartbeat;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Serves the REST without dead letters behind it: whoever gets through to them fails. For what is decided before that, who
 * may and what is understood.
 */
final class ApiServer implements AutoCloseable {

    static final String LOOK = "look-only-look-only";
    static final String REPLAY = "may-replay-may-replay";

    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;

    ApiServer(HttpConfig config, Clock clock) {
        this(config, clock, desk());
    }

    ApiServer(HttpConfig config, Clock clock, Api.Dependencies desk) {
        HttpParts parts = new HttpParts(List.of(), List.of(), List.of(), List.of(), List.of(), Optional.of(desk));
        server = HttpServer.start(config, parts, clock);
    }

    /** Serves this machine alone, without tokens. */
    static ApiServer open() {
        return new ApiServer(
                new HttpConfig("127.0.0.1", 0, Optional.empty(), Optional.empty(), Optional.empty()),
                Clock.systemUTC());
    }

    /** Serves everybody who has a token. */
    static ApiServer guarded(Clock clock) {
        return new ApiServer(
                new HttpConfig("0.0.0.0", 0, Optional.of(LOOK), Optional.of(REPLAY), Optional.empty()), clock);
    }

    static Api.Dependencies desk() {
        DeadLetters closed = UnstartedDeadLetters.create();
        closed.close();
        return desk(closed, () -> {});
    }

    /** @param look what else is done whenever somebody asks how the pipeline stands */
    static Api.Dependencies desk(DeadLetters letters, Runnable look) {
        PipelineStatus.Gate gate = new PipelineStatus.Gate(
                Optional.empty(),
                "",
                Instant.EPOCH,
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty(),
                0,
                0,
                0);
        PipelineStatus situation = new PipelineStatus(
                "test",
                new PipelineStatus.Intake(OptionalLong.empty(), OptionalLong.empty(), List.of()),
                gate,
                new PipelineStatus.Index(true, 0, 0),
                List.of(),
                List.of());
        return new Api.Dependencies(
                letters,
                () -> {
                    look.run();
                    return situation;
                },
                Optional::empty,
                new Heartbeat("events", Duration.ofMinutes(2)),
                new Api.Program("1.2.3", "0c50029"));
    }

    int port() {
        return server.address().getPort();
    }

    HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return send(request(path, headers).GET());
    }

    /** Posts JSON. */
    HttpResponse<String> post(String path, String body, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path, headers).POST(BodyPublishers.ofString(body));
        if (List.of(headers).stream().noneMatch("Content-Type"::equals)) {
            request.header("Content-Type", "application/json");
        }
        return send(request);
    }

    HttpRequest.Builder request(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
        return headers.length == 0 ? request : request.headers(headers);
    }

    HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), BodyHandlers.ofString());
    }

    /** Sends what a decent HTTP client would not, and returns all that comes back. */
    String raw(String call) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port())) {
            socket.getOutputStream().write(call.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
