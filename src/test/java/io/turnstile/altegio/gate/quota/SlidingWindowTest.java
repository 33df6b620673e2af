package io.turnstile.altegio.gate.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** If this fails, an instance that takes a partition over makes a call more than Altegio allows. */
class SlidingWindowTest {

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    /** What the owner before may do yet fills places ahead of now; calls that end meanwhile stood behind them. */
    @Test
    void shouldGiveNoPlaceWhenACallEndedBeforeThePlacesThatAreFilledAheadOfNow() {
        SlidingWindow window = new SlidingWindow(Duration.ofSeconds(1), 10, CallLog.NONE);
        window.fill(2, 60 * SECOND);
        window.start();
        window.end(0);

        assertThat(window.used(2 * SECOND)).isEqualTo(2);
        assertThat(window.waitFor(1, 2 * SECOND)).isEqualTo(59 * SECOND + 1);
        assertThat(window.waitFor(3, 2 * SECOND)).isZero();
    }
}
