package io.turnstile.deadletter.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If this fails, somebody who asked for two letters a second gets two hundred. */
class ReplayRateTest {

    private final AtomicLong nanos = new AtomicLong();

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2, 7, 100, 5_000})
    void shouldLetTheRateThroughAndNoMore(double rate) {
        ReplayRate limit = new ReplayRate(OptionalDouble.of(rate), nanos::get);
        Duration minute = Duration.ofMinutes(1);
        long passed = 0;

        while (nanos.get() < minute.toNanos()) {
            int ready = limit.ready();
            passed += ready;
            limit.took(ready);
            nanos.addAndGet(
                    Math.max(limit.untilNext().toNanos(), Duration.ofMillis(1).toNanos()));
        }

        assertThat(passed).isBetween((long) (rate * 60 * 0.99) - 1, (long) (rate * 60) + 1);
    }

    @Test
    void shouldNotMakeUpForAPause() {
        ReplayRate limit = new ReplayRate(OptionalDouble.of(10), nanos::get);

        nanos.addAndGet(Duration.ofHours(1).toNanos());

        assertThat(limit.ready()).isEqualTo(2);
    }

    @Test
    void shouldLetEverythingThroughWithoutARate() {
        ReplayRate limit = new ReplayRate(OptionalDouble.empty(), nanos::get);
        limit.took(1_000_000);

        assertThat(limit.ready()).isEqualTo(Integer.MAX_VALUE);
    }
}
