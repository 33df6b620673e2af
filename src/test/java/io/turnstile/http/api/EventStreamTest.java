package io.turnstile.http.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.javalin.Javalin;
import io.turnstile.http.access.Problem;
import io.turnstile.kafka.Heartbeat;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** If this fails, consoles show what was, or those who leave them open take the server from everybody else. */
class EventStreamTest {

    private final AtomicReference<String> overview = new AtomicReference<>("{\"open\":1}");
    private final AtomicLong read = new AtomicLong();
    private volatile Runnable look = () -> {};
    private final Heartbeat heartbeat = new Heartbeat("events", Duration.ofMinutes(2));
    private final EventStream events =
            new EventStream(overview::get, () -> "{\"jobs\":[]}", this::situation, heartbeat);
    private final Javalin server = Javalin.create(config -> {
                config.routes.get("/events", events::join);
                config.routes.exception(Problem.class, (e, context) -> context.status(e.status()));
                config.startup.showJavalinBanner = false;
            })
            .start("127.0.0.1", 0);

    @AfterEach
    void stop() {
        events.close();
        server.stop();
    }

    @Test
    void shouldTellHowThingsStandAtOnceAndLaterOnlyWhatChanges() throws Exception {
        try (Listener listener = new Listener(server.port())) {
            assertThat(listener.next()).isEqualTo("overview {\"open\":1}");
            assertThat(listener.next()).isEqualTo("jobs {\"jobs\":[]}");
            // The first look, a second later, has nothing to compare with.
            List<String> first = List.of(listener.next(), listener.next(), listener.next());
            assertThat(first).anyMatch(each -> each.startsWith("letters"));

            overview.set("{\"open\":2}");
            assertThat(listener.next()).isEqualTo("overview {\"open\":2}");
            read.set(5);
            assertThat(listener.next()).isEqualTo("letters {\"read\":5,\"ready\":true}");
        }
    }

    @Test
    void shouldRefuseOneTooManyAndTakeThemWhenAnotherLeaves() throws Exception {
        List<Listener> listeners = new ArrayList<>();
        try {
            for (int i = 0; i < EventStream.MOST_LISTENERS; i++) {
                listeners.add(new Listener(server.port()));
            }
            assertThat(listeners).allMatch(each -> each.status().contains("200"));
            try (Listener tooMany = new Listener(server.port())) {
                assertThat(tooMany.status()).contains("503");
            }

            listeners.get(0).close();

            await().atMost(Duration.ofSeconds(120)).until(() -> {
                overview.set(overview.get() + " ");
                try (Listener late = new Listener(server.port())) {
                    return late.status().contains("200");
                }
            });
        } finally {
            for (Listener each : listeners) {
                each.close();
            }
        }
    }

    @Test
    void shouldHangUpWhenItIsClosed() throws Exception {
        try (Listener listener = new Listener(server.port())) {
            listener.next();
            listener.next();

            events.close();

            assertThat(listener.rest()).isNotNull();
        }
    }

    @Test
    void shouldShowSignsAlsoWhileNobodyListensAndNoneWhenALookDoesNotEnd() throws Exception {
        long before = heartbeat.beats();
        await().atMost(Duration.ofSeconds(120)).until(() -> heartbeat.beats() > before + 1);
        try (Listener listener = new Listener(server.port())) {
            listener.next();
            CountDownLatch looking = new CountDownLatch(1);
            CountDownLatch goesOn = new CountDownLatch(1);
            look = () -> {
                looking.countDown();
                awaitUninterrupted(goesOn);
            };
            looking.await();
            long stuck = heartbeat.beats();

            Thread looker = Thread.getAllStackTraces().keySet().stream()
                    .filter(each -> each.getName().equals(heartbeat.thread()))
                    .filter(each -> each.getState() == Thread.State.WAITING)
                    .findFirst()
                    .orElseThrow();

            assertThat(looker.isAlive()).isTrue();
            assertThat(heartbeat.beats()).isEqualTo(stuck);
            goesOn.countDown();
            await().atMost(Duration.ofSeconds(120)).until(() -> heartbeat.beats() > stuck);
        }
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private PipelineStatus situation() {
        look.run();
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
        return new PipelineStatus(
                "test",
                new PipelineStatus.Intake(OptionalLong.empty(), OptionalLong.empty(), List.of()),
                gate,
                new PipelineStatus.Index(true, read.get(), 0),
                List.of(),
                List.of());
    }

    /** Reads events as they come off the wire. */
    private static final class Listener implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader lines;
        private final String status;

        Listener(int port) throws IOException {
            socket = new Socket("127.0.0.1", port);
            socket.setSoTimeout(120_000);
            socket.getOutputStream()
                    .write("GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            status = lines.readLine();
        }

        String status() {
            return status;
        }

        /** Returns the name and the data of the next event. */
        String next() throws IOException {
            String line;
            do {
                line = lines.readLine();
            } while (line != null && !line.startsWith("event: "));
            String data = lines.readLine();
            return line == null ? null : line.substring("event: ".length()) + data.replaceFirst("data:", "");
        }

        /** Returns what comes until the server hangs up. */
        String rest() throws IOException {
            StringBuilder rest = new StringBuilder();
            for (String line = lines.readLine(); line != null && !line.equals("0"); line = lines.readLine()) {
                rest.append(line);
            }
            return rest.toString();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
