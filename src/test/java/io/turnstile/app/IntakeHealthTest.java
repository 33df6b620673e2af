package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.http.HealthResult;
import io.turnstile.intake.ConsumerState;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Work that stands still must not look well: somebody, or an orchestrator, has to act. */
class IntakeHealthTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30Z");

    @Test
    void shouldBeReadyWhenAConsumerPolls() {
        ConsumerState well = state(Optional.empty(), Optional.empty(), 0);

        assertThat(ready(well)).extracting(HealthResult::status).containsOnly(HealthResult.Status.UP);
    }

    @Test
    void shouldNotBeReadyWhenNothingOfWhatWaitsIsCommitted() {
        Optional<Instant> since = Optional.of(NOW.minus(Duration.ofSeconds(31)));

        assertThat(ready(state(since, Optional.empty(), 0)))
                .filteredOn(check -> check.status() == HealthResult.Status.DOWN)
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).contains("Kafka does not take the commit"));
        assertThat(ready(state(since, Optional.of("outcomes wait: topic x is not there"), 0)))
                .filteredOn(check -> check.status() == HealthResult.Status.DOWN)
                .singleElement()
                .satisfies(check -> assertThat(check.detail()).contains("topic x is not there"));
        assertThat(ready(state(Optional.of(NOW.minusSeconds(1)), Optional.empty(), 0)))
                .extracting(HealthResult::status)
                .containsOnly(HealthResult.Status.UP);
    }

    @Test
    void shouldSayHowManyRequestsKafkaDeletedUndecided() {
        assertThat(ready(state(Optional.empty(), Optional.empty(), 40)))
                .anySatisfy(check -> assertThat(check.detail()).contains("40 requests were deleted by Kafka"))
                .anySatisfy(
                        check -> assertThat(check.detail()).contains("booking.requests-3 was read from its beginning"));
    }

    private static List<HealthResult> ready(ConsumerState state) {
        return health(state).look();
    }

    private static IntakeHealth health(ConsumerState state) {
        return new IntakeHealth(() -> List.of(state), Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static ConsumerState state(Optional<Instant> undecided, Optional<String> reason, long skipped) {
        return new ConsumerState(
                "studio-requests-0",
                Optional.of(NOW),
                Optional.of(NOW),
                Optional.empty(),
                3,
                Duration.ZERO,
                Optional.empty(),
                undecided,
                reason,
                skipped,
                skipped == 0 ? Set.of() : Set.of(new TopicPartition("booking.requests", 3)));
    }
}
