package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.load.QuotaTrial;
import io.turnstile.simulator.fault.SimulatedQuota;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three processes of one group, as at a user's. {@code QuotaRun} is the same over five minutes, with figures. */
@Tag("measures-time")
class QuotaSharingTest {

    @TempDir
    private Path temporary;

    /** Without the journal the killed third stands still for a minute; without the notes its calls are made twice. */
    @Test
    void shouldStayWithinTheQuotaAndGoOnSoonWhenOneOfThreeInstancesIsKilledAndComesBack() throws Exception {
        try (QuotaTrial trial = new QuotaTrial(SimulatedQuota.altegio(), temporary)) {
            trial.send(500);
            for (String instance : List.of("one", "two", "three")) {
                trial.start(instance);
            }
            Instant first = trial.awaitFirstCall(Duration.ofSeconds(60));
            trial.watch(Duration.ofSeconds(6));

            Set<String> undecided = trial.awaitUndecidedOf("two", Duration.ofSeconds(60));
            trial.kill("two");
            trial.watch(Duration.ofSeconds(2));
            trial.start("two");
            Duration still = trial.awaitOneOf(undecided, Duration.ofSeconds(50));
            trial.watch(Duration.ofSeconds(6));
            double minutes = Duration.between(first, Instant.now()).toMillis() / 60_000.0;

            assertThat(trial.violations()).isZero();
            assertThat(trial.duplicated()).isZero();
            assertThat(undecided).isNotEmpty();
            assertThat(still)
                    .as("a restart on a busy machine; without the journal it is more than a minute")
                    .isLessThan(Duration.ofSeconds(50));
            assertThat(trial.calls())
                    .as("calls in %.2f minutes, one of three down for a part of them", minutes)
                    .isGreaterThan(
                            (int) (0.7 * minutes * SimulatedQuota.altegio().perMinute()));
        }
    }
}
