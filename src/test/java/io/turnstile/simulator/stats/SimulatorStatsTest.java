package io.turnstile.simulator.stats;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.ManualClock;
import io.turnstile.simulator.api.ApiCall;
import io.turnstile.simulator.api.ApiOperation;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The stats are what proves that Turnstile kept the quota: they must see the worst second, wherever it starts. */
class SimulatorStatsTest {
    private static final ApiCall CALL =
            new ApiCall(ApiOperation.SEARCH, "/api/v1/company/1/client/2?event_id=3", Map.of(), "", "", "");

    private final ManualClock ticker = new ManualClock();
    private final SimulatorStats stats = new SimulatorStats(new ManualClock(), ticker);

    @Test
    void shouldFindTheBusiestSecondAndMinuteWhenTheyLieAcrossAnEdge() {
        ticker.move(Duration.ofMillis(600));
        arrive(4);
        ticker.move(Duration.ofMillis(999));
        arrive(3);
        ticker.move(Duration.ofMillis(1));
        arrive(2);
        ticker.move(Duration.ofSeconds(58));
        arrive(200);
        ticker.move(Duration.ofMinutes(2));
        arrive(1);

        assertThat(stats.snapshot().maxPerSecond()).isEqualTo(200);
        assertThat(stats.snapshot().maxPerMinute()).isEqualTo(209);
        assertThat(stats.snapshot().calls()).isEqualTo(210);
    }

    @Test
    void shouldNotCountACallWhenItIsAWholeSecondAgo() {
        arrive(4);
        ticker.move(Duration.ofMillis(999));
        arrive(3);
        ticker.move(Duration.ofMillis(1));
        arrive(2);

        assertThat(stats.snapshot().maxPerSecond()).isEqualTo(7);
    }

    @Test
    void shouldRememberOnlyTheLastCallsWhenThereAreMany() {
        arrive(1500);

        assertThat(stats.snapshot().lastCalls()).hasSize(1000).first().satisfies(call -> {
            assertThat(call.operation()).isEqualTo(ApiOperation.SEARCH);
            assertThat(call.target()).isEqualTo(CALL.target());
            assertThat(call.status()).isEqualTo(200);
        });
        assertThat(stats.snapshot().count(ApiOperation.SEARCH, 200)).isEqualTo(1500);
    }

    @Test
    void shouldForgetWhenReset() {
        arrive(3);

        stats.reset();

        assertThat(stats.snapshot()).isEqualTo(new SimulatorStats(new ManualClock(), new ManualClock()).snapshot());
    }

    private void arrive(int calls) {
        for (int i = 0; i < calls; i++) {
            stats.arrived(CALL, 200, false);
        }
    }
}
