package io.turnstile.deadletter.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.job.Ramp.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** If this fails, a job that does harm does it to thousands before it stops, or one that does none never gets going. */
class RampTest {

    private final Ramp ramp = new Ramp();

    @Test
    void shouldWaitAfterOneTwoFiveTwentyAndAHundredLettersAndThenNoMore() {
        List<Integer> limits = new ArrayList<>();
        while (ramp.limit() < Integer.MAX_VALUE) {
            limits.add(ramp.limit());
            assertThat(ramp.judge(ramp.limit(), 0, 0)).isEqualTo(Verdict.WAIT);
            assertThat(ramp.judge(ramp.limit(), ramp.limit(), 0)).isEqualTo(Verdict.GO);
        }

        assertThat(limits).containsExactly(1, 1 + 2, 1 + 2 + 5, 1 + 2 + 5 + 20, 1 + 2 + 5 + 20 + 100);
        assertThat(ramp.judge(10_000, 0, 10_000)).isEqualTo(Verdict.GO);
    }

    @Test
    void shouldNotStopForOneLetterAloneButForMostOfThree() {
        assertThat(ramp.judge(1, 0, 1)).isEqualTo(Verdict.GO);
        assertThat(ramp.judge(3, 1, 1)).isEqualTo(Verdict.WAIT);
        assertThat(ramp.judge(3, 1, 2)).isEqualTo(Verdict.STOP);
    }

    @Test
    void shouldGoOnWhenHalfAreScheduledThoughOthersWaitForARetry() {
        rampTo(28);

        assertThat(ramp.judge(28, 13, 14)).isEqualTo(Verdict.WAIT);
        assertThat(ramp.judge(28, 14, 0)).isEqualTo(Verdict.GO);
        assertThat(ramp.limit()).isEqualTo(128);
    }

    @Test
    void shouldStopAsSoonAsMoreThanHalfCameBack() {
        rampTo(28);

        assertThat(ramp.judge(28, 0, 14)).isEqualTo(Verdict.WAIT);
        assertThat(ramp.judge(28, 0, 15)).isEqualTo(Verdict.STOP);
    }

    private void rampTo(int limit) {
        while (ramp.limit() < limit) {
            ramp.judge(ramp.limit(), ramp.limit(), 0);
        }
    }
}
