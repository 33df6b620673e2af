package io.turnstile.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The instance restarts while a command is under way. If this fails, a script takes half an answer for all of it, or gives up
 * on a job that continues.
 */
class RestartedInstanceTest {

    private static final String STOPPING = "{\"title\": \"Stopping\", \"detail\": \"This instance is stopping\"}";
    private static final String PLAN =
            "{\"takes\": 2, \"selected\": 2, \"by_reason\": [], \"left_out\": [], \"calls\": 4}";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Deque<HttpHandler> answers = new ArrayDeque<>();
    private HttpServer server;
    private Path config;

    @BeforeEach
    void start() throws IOException {
        config = Files.writeString(folder.resolve("application.properties"), "turnstile.http.port=0");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/", exchange -> (answers.size() > 1 ? answers.remove() : answers.peek()).handle(exchange));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldFollowAJobOverARestartUntilItsOutcomesAreKnownAgain() {
        answers.addAll(List.of(
                answer(200, job("running", 1, "\"waiting\": 1")),
                answer(503, STOPPING),
                RestartedInstanceTest::hangUp,
                answer(404, "{\"detail\": \"There is no job a\"}"),
                answer(200, job("finished", 2, "")),
                answer(200, job("finished", 2, "\"scheduled\": 1")),
                answer(200, job("finished", 2, "\"scheduled\": 2"))));

        assertThat(run("jobs follow a --json")).isZero();

        assertThat(out.toString()).contains("\"scheduled\":2");
        assertThat(err.toString()).containsOnlyOnce("Reconnecting");
    }

    @Test
    void shouldSayThatAListIsNotAllWhileTheLettersAreBeingRead() {
        answers.addAll(List.of(
                answer(200, "{\"letters\": [{\"id\": \"a-0-1\"}], \"next\": \"c\", \"complete\": true}"),
                answer(200, "{\"letters\": [], \"next\": null, \"complete\": false}")));

        assertThat(run("dead-letters list --limit 0")).isEqualTo(1);

        assertThat(out.toString()).contains("a-0-1");
        assertThat(err.toString().lines())
                .singleElement()
                .asString()
                .startsWith("turnstile: The dead letters are still being read");
    }

    @Test
    void shouldSayThatAListIsNotAllWhenItBreaksOff() {
        answers.addAll(List.of(
                answer(200, "{\"letters\": [{\"id\": \"a-0-1\"}], \"next\": \"c\", \"complete\": true}"),
                answer(503, STOPPING)));

        assertThat(run("dead-letters list --limit 0")).isEqualTo(1);

        assertThat(err.toString().lines()).singleElement().asString().contains("This instance is stopping");
    }

    @Test
    void shouldSayThatAnExportIsNotAllWhenItBreaksOff() {
        answers.add(exchange -> {
            exchange.sendResponseHeaders(200, 1_000);
            exchange.getResponseBody().write("{}\n".getBytes(StandardCharsets.UTF_8));
            exchange.getResponseBody().flush();
            hangUp(exchange);
        });

        assertThat(run("dead-letters export")).isEqualTo(1);

        assertThat(err.toString().lines()).singleElement().asString().contains("what was written is not all");
    }

    /** {@code export | head} fetched all letters that there are. */
    @Test
    void shouldEndTheDownloadWhenNobodyReadsItAnyMore() throws Exception {
        CompletableFuture<Long> ended = new CompletableFuture<>();
        answers.add(exchange -> {
            exchange.sendResponseHeaders(200, 0);
            long sent = 0;
            try (OutputStream body = exchange.getResponseBody()) {
                while (sent < 2_000_000) {
                    body.write("{}\n".getBytes(StandardCharsets.UTF_8));
                    sent++;
                }
            } catch (IOException e) {
                ended.complete(sent);
            }
            ended.complete(sent);
        });
        PrintWriter head = new PrintWriter(new OutputStream() {
            private int written;

            @Override
            public void write(int one) throws IOException {
                if (++written > 30) {
                    throw new IOException("Broken pipe");
                }
            }
        });

        int status = Turnstile.commandLine()
                .setOut(head)
                .setErr(new PrintWriter(err, true))
                .execute("dead-letters", "export", "--url", url(), "--config", config.toString());

        assertThat(status).isEqualTo(1);
        assertThat(ended.get(60, TimeUnit.SECONDS)).isLessThan(2_000_000L);
    }

    @Test
    void shouldSayWhereToLookWhenItIsNotKnownWhetherAJobWasTaken() {
        answers.addAll(List.of(answer(200, PLAN), RestartedInstanceTest::hangUp));

        assertThat(run("dead-letters discard --all --yes")).isEqualTo(1);

        assertThat(err.toString()).contains("Whether the job was taken is not known: look with 'turnstile jobs'");
    }

    private static String job(String state, int done, String outcomes) {
        return "{\"id\": \"a\", \"state\": \"" + state + "\", \"planned\": 2, \"done\": " + done
                + ", \"order\": {\"action\": \"replay\"}, \"left_out\": [], \"outcomes\": {" + outcomes + "}}";
    }

    private static HttpHandler answer(int status, String body) {
        return exchange -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        };
    }

    private static void hangUp(HttpExchange exchange) {
        exchange.close();
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private int run(String command) {
        return assertTimeoutPreemptively(Duration.ofMinutes(2), () -> Turnstile.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute((command + " --url " + url() + " --config " + config).split(" ")));
    }
}
