package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.http.HealthResult;
import io.turnstile.kafka.Heartbeat;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, a process whose console or jobs stand still looks well, and nobody starts it again. */
class VitalThreadsTest {

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private final List<String> stops = new ArrayList<>();
    private final Lifetime lifetime = new Lifetime("studio", Clock.systemUTC(), stops::add);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dead-letter-feed",
                "dead-letter-index",
                "jobs-runner",
                "jobs-owner",
                "jobs-log",
                "events",
                "thread-watch"
            })
    void shouldEndTheProcessAndNotBeAliveWhenAThreadHasEnded(String name) {
        assertThat(lifetime.live()).extracting(HealthResult::status).containsExactly(HealthResult.Status.UP);

        try (VitalThreads threads = new VitalThreads(lifetime::cannotGoOn)) {
            threads.uncaughtException(new Thread(name), new NoClassDefFoundError("io/turnstile/Gone"));
        }

        assertThat(stops)
                .singleElement()
                .asString()
                .contains(name, "started again")
                .hasLineCount(1);
        assertThat(lifetime.live()).singleElement().satisfies(check -> {
            assertThat(check.status()).isEqualTo(HealthResult.Status.DOWN);
            assertThat(check.detail()).contains(name);
        });
    }

    @Test
    void shouldLetTheProcessContinueWhenAnotherThreadHasEnded() {
        List<Throwable> passedOn = new ArrayList<>();
        Thread.UncaughtExceptionHandler before = Thread.getDefaultUncaughtExceptionHandler();
        Thread.setDefaultUncaughtExceptionHandler((thread, fault) -> passedOn.add(fault));
        try (VitalThreads threads = new VitalThreads(lifetime::cannotGoOn)) {
            threads.uncaughtException(new Thread("http-1"), new NoClassDefFoundError("io/turnstile/Gone"));
        } finally {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }

        assertThat(stops).isEmpty();
        assertThat(passedOn).hasSize(1);
    }

    /** Names are all that the watch goes by: after a rename it would watch nothing. */
    @Test
    void shouldNameThreadsThatAPipelineRuns() {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            stage.startPipeline();

            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .containsAll(VitalThreads.NAMES);
        }
    }

    @Test
    void shouldShowSignsOfLifeOfEachOfThemWhileThereIsNothingToDo() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            Pipeline pipeline = stage.startPipeline();
            String instance = stage.settings().instance();
            List<String> threads = Stream.concat(
                            VitalThreads.NAMES.stream().filter(name -> !name.equals(ThreadWatch.NAME)),
                            Stream.of(instance + "-requests-0", instance + "-requests-1"))
                    .toList();

            for (Heartbeat each : pipeline.heartbeats()) {
                long before = each.beats();
                Awaitility.await("signs of " + each.thread()).until(() -> each.beats() > before + 2);
            }
            for (String each : threads) {
                Awaitility.await(each).untilAsserted(() -> assertThat(live(pipeline))
                        .contains("\"name\":\"" + each + "\",\"status\":\"UP\",\"detail\":\"runs\""));
            }
        }
    }

    private static String live(Pipeline pipeline) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(pipeline.address() + "/health/live"))
                                .build(),
                        BodyHandlers.ofString())
                .body();
    }
}
