package io.turnstile.simulator.sample;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.simulator.ApiClient;
import io.turnstile.simulator.ApiDecider;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.world.ExpectedOutcome;
import io.turnstile.simulator.world.World;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Samples are what the demo and the end-to-end tests measure Turnstile by: a wrong one accuses the innocent. */
class SampleRequestsTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 23);

    @Test
    void shouldComeToTheExpectedOutcomeWhenDecidedByCallsToTheApiAlone() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            ApiDecider decider = new ApiDecider(new ApiClient(simulator));

            for (SampleRequest sample : SampleRequests.mixed(simulator.world(), 7, 300)) {
                assertThat(decider.decide(sample.value())).as(sample.text()).isEqualTo(sample.expected());
            }
        }
    }

    @Test
    void shouldMeetEveryReasonWhenThereAreThirtyRequestsOrMore() {
        for (long seed = 1; seed <= 20; seed++) {
            List<SampleRequest> samples = SampleRequests.mixed(world(seed), seed, 30);

            assertThat(samples).hasSize(30);
            assertThat(samples).extracting(SampleRequest::expected).contains(ExpectedOutcome.values());
        }
    }

    @Test
    void shouldRepeatKeysAndBeMostlyValidWhenThereAreMany() {
        List<SampleRequest> samples = SampleRequests.mixed(world(1), 1, 400);

        Map<String, Long> byKey = samples.stream().collect(groupingBy(SampleRequest::key, counting()));
        assertThat(byKey.size()).isBetween(50, 250);
        assertThat(byKey.values()).anyMatch(count -> count >= 4);
        assertThat(byKey.keySet()).allSatisfy(key -> assertThat(key).matches("[1-9]\\d*"));
        assertThat(samples.stream().filter(s -> s.expected() == ExpectedOutcome.SCHEDULED))
                .hasSize(280);
        assertThat(samples).anyMatch(s -> s.text().contains("membership_id"));
    }

    @Test
    void shouldBeTheSameWhenTheSeedIsTheSame() {
        assertThat(texts(SampleRequests.mixed(world(3), 5, 100)))
                .isEqualTo(texts(SampleRequests.mixed(world(3), 5, 100)))
                .isNotEqualTo(texts(SampleRequests.mixed(world(3), 6, 100)));
    }

    @Test
    void shouldAllBeValidOverSoManyClientsWhenOnlyValidOnesAreAskedFor() throws Exception {
        try (Simulator simulator = Simulator.start(SimulatorOptions.defaults())) {
            List<SampleRequest> samples = SampleRequests.valid(simulator.world(), 11, 500, 50);
            ApiDecider decider = new ApiDecider(new ApiClient(simulator));

            assertThat(samples).extracting(SampleRequest::key).doesNotContainNull();
            assertThat(samples.stream().map(SampleRequest::key).distinct()).hasSize(50);
            for (SampleRequest sample : samples) {
                assertThat(decider.decide(sample.value())).as(sample.text()).isEqualTo(ExpectedOutcome.SCHEDULED);
            }
        }
    }

    @Test
    void shouldSayHowManyCanBookWhenTheWorldHasTooFewClients() {
        World small = new World(1, TODAY, 10);

        assertThatThrownBy(() -> SampleRequests.valid(small, 1, 20, 11))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("of the world's 10 clients only");
    }

    private static World world(long seed) {
        return new World(seed, TODAY, 50_000);
    }

    private static List<String> texts(List<SampleRequest> samples) {
        return samples.stream().map(s -> s.key() + s.text() + s.expected()).toList();
    }
}
