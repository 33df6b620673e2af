package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.app.Pipeline;
import io.turnstile.endtoend.fixture.BusyMachine;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If one of these fails, a changed password at Altegio turns away bookings, or stops them though it could be helped. */
class TokenTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int REQUESTS = 600;

    /** What is not through with its end by then, as on a machine that is too busy, Camel interrupts; clients log that. */
    private static final Duration FORCED_AFTER = Duration.ofSeconds(8);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private List<SampleRequest> samples;

    @BeforeEach
    void answerSlowly() {
        ALTEGIO.answerAfter(Duration.ofMillis(20));
        samples = SampleRequests.valid(ALTEGIO.simulator().world(), 9, REQUESTS, REQUESTS);
    }

    @Test
    void shouldScheduleAllAndNeverHoldWhenTheTokenIsRevokedAndThereIsALogin() throws InterruptedException {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("altegio.user-token", "")
                        .with("altegio.login", "sim-login")
                        .with("altegio.password", "sim-password");
                LogLines log = LogLines.collect()) {
            // given a pipeline in the midst of its work
            List<String> ids = stage.send(samples);
            stage.startPipeline();
            stage.awaitDecided(ids, REQUESTS / 4, PATIENCE);

            // when its token is revoked
            ALTEGIO.simulator().tokens().revoke();

            // then nobody notices
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            assertThat(stage.recordsOn(stage.settings().retryTopics())).isZero();
            assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN " + Gate.class.getName()));
        }
    }

    @Test
    void shouldHoldAndGoOnWhereItStoodWhenTheTokenIsRevokedAndMendedByARestart()
            throws IOException, InterruptedException {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                        .with("altegio.user-token", ALTEGIO.simulator().tokens().issue());
                LogLines log = LogLines.collect();
                BusyMachine machine = BusyMachine.watch()) {
            // given a pipeline in the midst of its work
            List<String> ids = new ArrayList<>(stage.send(samples.subList(0, REQUESTS / 2)));
            Pipeline first = stage.startPipeline();
            stage.awaitDecided(ids, REQUESTS / 4, PATIENCE);

            // when its token is revoked, and more requests come
            ALTEGIO.simulator().tokens().revoke();
            ids.addAll(stage.send(samples.subList(REQUESTS / 2, REQUESTS)));

            // then it says that it waits, and why; and ends as soon as it is told to
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(readiness(first))
                    .contains("\"status\":\"WAITING\"", "Altegio refuses the token"));
            long begun = System.nanoTime();
            first.close();
            Duration allowed = machine.allow(Duration.ofSeconds(5));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(allowed);
            if (allowed.compareTo(FORCED_AFTER) < 0) {
                assertThat(log.lines()).noneMatch(line -> line.startsWith("ERROR"));
            }

            // and with the new token it continues where it stood
            stage.startPipelineWith(
                    "altegio.user-token", ALTEGIO.simulator().tokens().issue());
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            assertThat(stage.recordsOn(stage.settings().retryTopics())).isZero();
        }
    }

    private static String readiness(Pipeline pipeline) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create(pipeline.address() + "/health/ready"))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
    }
}
