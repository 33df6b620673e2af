package io.turnstile.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** If this fails, what fails again and again is tried too often, or too late, or keeps a process from ending. */
class BackoffTest {

    private final Backoff backoff = new Backoff();
    private final CountDownLatch closed = new CountDownLatch(1);

    @Test
    void shouldDoubleWithEachFailureUpToFiveSeconds() {
        assertThat(backoff.isFirst()).isTrue();
        for (long usual = 100; usual <= 3_200; usual *= 2) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(usual * 8 / 10), Duration.ofMillis(usual * 12 / 10));
            assertThat(backoff.isFirst()).isFalse();
        }
        for (int more = 0; more < 1_000; more++) {
            assertThat(backoff.next()).isBetween(Duration.ofMillis(4_000), Duration.ofMillis(5_000));
        }
    }

    @Test
    void shouldBeginAgainAfterASuccess() {
        backoff.next();
        backoff.next();

        backoff.reset();

        assertThat(backoff.isFirst()).isTrue();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(120));
    }

    @Test
    void shouldSayWhetherToTryAgain() {
        assertThat(backoff.pause(closed)).isTrue();

        closed.countDown();

        assertThat(backoff.pause(closed)).isFalse();
        assertThat(Backoff.pause(Duration.ofDays(1), closed)).isFalse();
    }

    @Test
    void shouldStayInterruptedWhenThePauseWas() {
        Thread.currentThread().interrupt();

        assertThat(Backoff.pause(Duration.ofDays(1), closed)).isFalse();
        assertThat(Thread.interrupted()).isTrue();
    }
}
