package io.turnstile.deadletter.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.ManualClock;
import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, somebody who asked for two letters a second gets two hundred. */
class ReplayRateTest {

    private final ManualClock clock = new ManualClock();

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2, 7, 100, 5_000})
    void shouldLetTheRateThroughAndNoMore(double rate) {
        ReplayRate limit = new ReplayRate(OptionalDouble.of(rate), clock);
        Duration minute = Duration.ofMinutes(1);
        long passed = 0;

        while (clock.read() < minute.toNanos()) {
            int ready = limit.ready();
            passed += ready;
            limit.took(ready);
            clock.move(
                    limit.untilNext().compareTo(Duration.ofMillis(1)) > 0 ? limit.untilNext() : Duration.ofMillis(1));
        }

        assertThat(passed).isBetween((long) (rate * 60 * 0.99) - 1, (long) (rate * 60) + 1);
    }

    @Test
    void shouldNotMakeUpForAPause() {
        ReplayRate limit = new ReplayRate(OptionalDouble.of(10), clock);

        clock.move(Duration.ofHours(1));

        assertThat(limit.ready()).isEqualTo(2);
    }

    @Test
    void shouldLetEverythingThroughWithoutARate() {
        ReplayRate limit = new ReplayRate(OptionalDouble.empty(), clock);
        limit.took(1_000_000);

        assertThat(limit.ready()).isEqualTo(Integer.MAX_VALUE);
    }
}
