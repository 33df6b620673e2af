package io.turnstile.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A gate that counts from second to second would let ten calls through around the edge, and hide a hasty client. */
class QuotaGateTest {
    private static final SimulatedQuota QUOTA = SimulatedQuota.altegio();

    private final ManualClock ticker = new ManualClock();
    private final QuotaGate gate = new QuotaGate(ticker);

    @Test
    void shouldAllowNoMoreAcrossTheEdgeOfASecondWhenTheCallsCameLateInIt() {
        ticker.move(Duration.ofMillis(900));
        for (int i = 0; i < 5; i++) {
            assertThat(gate.enter(QUOTA)).isZero();
        }

        ticker.move(Duration.ofMillis(200));
        Duration early = gate.enter(QUOTA);

        assertThat(early).isEqualTo(Duration.ofMillis(800));
    }

    @Test
    void shouldLetACallPassWhenTheFifthBeforeItIsASecondAgo() {
        for (int i = 0; i < 5; i++) {
            gate.enter(QUOTA);
            ticker.move(Duration.ofMillis(100));
        }
        ticker.move(Duration.ofMillis(500).minusNanos(1));
        assertThat(gate.enter(QUOTA)).isEqualTo(Duration.ofNanos(1));

        ticker.move(Duration.ofNanos(1));

        assertThat(gate.enter(QUOTA)).isZero();
    }

    @Test
    void shouldLimitTheMinuteWhenNoSecondIsOver() {
        for (int i = 0; i < 200; i++) {
            assertThat(gate.enter(QUOTA)).isZero();
            ticker.move(Duration.ofMillis(250));
        }

        assertThat(gate.enter(QUOTA)).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void shouldHoldForEveryStretchOfTimeWhenCallsComeAtRandom() {
        Random random = new Random(1);
        List<Long> passed = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            ticker.move(Duration.ofMillis(random.nextInt(random.nextInt(200) + 1)));
            if (gate.enter(QUOTA).isZero()) {
                passed.add(ticker.getAsLong());
            }
        }

        for (int i = 0; i < passed.size(); i++) {
            assertThat(within(passed, i, Duration.ofSeconds(1))).isLessThanOrEqualTo(5);
            assertThat(within(passed, i, Duration.ofMinutes(1))).isLessThanOrEqualTo(200);
        }
        assertThat(passed).hasSizeGreaterThan(1000);
    }

    @Test
    void shouldLetAllPassWhenThereIsNoQuota() {
        for (int i = 0; i < 1000; i++) {
            assertThat(gate.enter(SimulatedQuota.none())).isZero();
        }
    }

    private static int within(List<Long> times, int from, Duration length) {
        int i = from;
        while (i < times.size() && times.get(i) - times.get(from) < length.toNanos()) {
            i++;
        }
        return i - from;
    }
}
