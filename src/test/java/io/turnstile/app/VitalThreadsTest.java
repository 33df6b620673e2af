package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.http.HealthResult;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
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
    @ValueSource(strings = {"dead-letter-feed", "dead-letter-index", "jobs-runner", "jobs-owner", "jobs-log"})
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
}
