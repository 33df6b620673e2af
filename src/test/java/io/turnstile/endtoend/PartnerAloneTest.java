package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.api.ApiOperation;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import io.turnstile.simulator.stats.SimulatorStats;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, whoever has a partner's account and no user's, which is all that bookings need, cannot use Turnstile. */
class PartnerAloneTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldDecideAllAndTakeTypesFromSearchesWhenThereIsNoUser() throws Exception {
        List<SampleRequest> samples = SampleRequests.mixed(ALTEGIO.simulator().world(), 31, 80);
        try (PipelineFixture stage =
                PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("altegio.user-token", "")) {
            List<String> ids = stage.send(samples);
            stage.startPipeline();
            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

            for (int i = 0; i < ids.size(); i++) {
                assertThat(stage.reasonOf(ids.get(i)))
                        .isEqualTo(samples.get(i).expected().name());
            }
            List<String> schedules = ids.stream()
                    .filter(id -> stage.reasonOf(id).equals("SCHEDULED"))
                    .map(id -> new String(stage.outcomeOf(id).value(), StandardCharsets.UTF_8))
                    .toList();
            assertThat(schedules)
                    .as("types come from searches, where they include them")
                    .anyMatch(schedule -> schedule.contains("\"type\":{\"id\":"))
                    .anyMatch(schedule -> schedule.contains("\"type\":null"));
            Map<ApiOperation, Map<Integer, Long>> calls =
                    ALTEGIO.simulator().stats().snapshot().byOperation();
            assertThat(calls).containsOnlyKeys(ApiOperation.SEARCH, ApiOperation.CHECK);
            assertThat(calls.get(ApiOperation.SEARCH)).doesNotContainKeys(401, SimulatorStats.NEVER);
        }
    }
}
