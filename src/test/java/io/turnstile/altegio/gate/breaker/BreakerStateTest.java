package io.turnstile.altegio.gate.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BreakerStateTest {

    private static final PauseReason OUTAGE =
            new PauseReason(GateStatus.Reason.NOT_ANSWERING, "Altegio is not answering", null, Duration.ofSeconds(2));
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final BreakerState open = new BreakerState.Closed().held(OUTAGE, 0);

    @Test
    void shouldLetCallsThroughWhenClosed() {
        assertThat(new BreakerState.Closed().waitFor(0)).isZero();
        assertThat(open.waitFor(-SECOND)).isEqualTo(SECOND);
    }

    @Test
    void shouldSendAnotherProbeWhenOneHangs() {
        BreakerState probing = open.probing(0);
        assertThat(probing.waitFor(0)).isEqualTo(2 * SECOND);
        assertThat(probing.waitFor(2 * SECOND)).isZero();
        assertThat(probing.probing(2 * SECOND).probeAnswered()).isEqualTo(new BreakerState.Closed());
    }

    @Test
    void shouldNotSendEverMoreProbesWhenAllHang() {
        BreakerState state = open;
        for (int probe = 0; probe < BreakerState.Probing.MOST; probe++) {
            state = state.probing(probe * 2 * SECOND);
        }
        assertThat(state.waitFor(100 * SECOND)).isEqualTo(Long.MAX_VALUE);
        assertThat(state.probeFailed(OUTAGE).waitFor(100 * SECOND)).isZero();
    }

    @Test
    void shouldStayClosedWhenALateProbeFails() {
        assertThat(open.probing(0).probing(0).probeAnswered().probeFailed(OUTAGE))
                .isEqualTo(new BreakerState.Closed());
    }

    @Test
    void shouldGoOnProbingWhenAProbeFails() {
        assertThat(open.probing(0).probeFailed(OUTAGE)).isEqualTo(new BreakerState.Open(OUTAGE, 2 * SECOND));
    }
}
