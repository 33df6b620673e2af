package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.app.Pipeline;
import io.turnstile.endtoend.fixture.LogLines;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** If this fails, requests that wait for a retry are never heard of again once somebody changes a setting. */
class OldRetryTopicsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private PipelineFixture stage;

    @BeforeEach
    void setUp() {
        stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("retry.delays", "1ms,8s");
    }

    @AfterEach
    void tearDown() {
        ALTEGIO.simulator().faults().set(Faults.none());
        stage.close();
    }

    @ParameterizedTest
    @CsvSource({"retry.delays, 1ms, .2", "topic.retry, %s.again, .2", "topic.retry, %s.requests, .2"})
    void shouldDecideWhatWaitsOnTopicsThatAreRetryTopicsNoMore(String key, String value, String waitsOn)
            throws Exception {
        SampleRequest sample =
                SampleRequests.valid(ALTEGIO.simulator().world(), 31, 1, 1).get(0);
        ALTEGIO.simulator().faults().set(Faults.none().withFailingClients(Map.of(Long.parseLong(sample.key()), 500)));
        Pipeline before = stage.startPipeline();
        List<String> ids = stage.send(List.of(sample));
        String topic = stage.settings().topics().retry() + waitsOn;
        await().atMost(PATIENCE).until(() -> stage.recordsOn(List.of(topic)) > 0);
        before.close();
        ALTEGIO.simulator().faults().set(Faults.none());

        try (LogLines log = LogLines.collect()) {
            stage.startPipelineWith(
                    key, value.formatted(stage.settings().kafka().group()));
            assertThat(log.lines()).anyMatch(line -> line.contains("left on old retry topics") && line.contains(topic));
        }
        stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
        assertThat(stage.reasonOf(ids.get(0))).isEqualTo("SCHEDULED");
    }
}
