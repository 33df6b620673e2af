package io.turnstile.deadletter.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.letter.ReplayOutcome;
import io.turnstile.deadletter.replay.run.SlowStart.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** If this fails, a job that does harm does it to thousands before it stops, or one that does none never gets going. */
class SlowStartTest {

    private static final ReplayOutcome SCHEDULED =
            new ReplayOutcome(ReplayOutcome.Outcome.SCHEDULED, Optional.empty(), Optional.empty());
    private static final ReplayOutcome BACK = new ReplayOutcome(
            ReplayOutcome.Outcome.REJECTED, Optional.of("FORBIDDEN"), Optional.of("booking.requests-0-9"));

    private final SlowStart ramp = new SlowStart(100);
    private final InFlightReplays flights = new InFlightReplays(32);
    private final Map<String, ReplayOutcome> fates = new HashMap<>();
    private int written;
    private int decided;

    @Test
    void shouldWaitAfterOneTwoFiveTwentyAndAHundredLettersAndThenAfterEachHundred() {
        List<Long> limits = new ArrayList<>();
        while (ramp.limit() <= 328) {
            limits.add(ramp.limit());
            writeUpToTheLimit();
            assertThat(ramp.judge(flights)).isEqualTo(Verdict.WAIT);
            decide(written - decided, SCHEDULED);
            assertThat(ramp.judge(flights)).isEqualTo(Verdict.GO);
        }

        assertThat(limits).containsExactly(1L, 3L, 8L, 28L, 128L, 228L, 328L);
    }

    @Test
    void shouldNotStopForOneLetterAloneButForMostOfThree() {
        writeUpToTheLimit();
        decide(1, BACK);
        assertThat(ramp.judge(flights)).isEqualTo(Verdict.GO);

        writeUpToTheLimit();
        decide(1, SCHEDULED);
        assertThat(ramp.judge(flights)).isEqualTo(Verdict.WAIT);
        decide(1, BACK);

        assertThat(ramp.judge(flights)).isEqualTo(Verdict.STOP);
    }

    @Test
    void shouldGoOnWhenHalfAreScheduledThoughOthersWaitForARetry() {
        rampTo(28);
        writeUpToTheLimit();

        decide(5, SCHEDULED);
        assertThat(ramp.judge(flights)).isEqualTo(Verdict.WAIT);
        decide(1, SCHEDULED);

        assertThat(ramp.judge(flights)).isEqualTo(Verdict.GO);
        assertThat(ramp.limit()).isEqualTo(128);
    }

    @Test
    void shouldStopSoonWhenTheyComeBackFromSomePointOnHoweverManyWentWellBefore() {
        rampTo(228);

        int more = 0;
        Verdict verdict = Verdict.GO;
        while (verdict != Verdict.STOP && more < 10_000) {
            if (verdict == Verdict.GO) {
                write(1);
            }
            decide(1, BACK);
            more++;
            verdict = ramp.judge(flights);
        }

        assertThat(more).isEqualTo(51);
        assertThat(flights.sentence()).isEqualTo("51 of the last 100 came back: 51 FORBIDDEN.");
    }

    /** Each waits more than ten minutes for its retries: until then nothing tells that they fail. */
    @Test
    void shouldWriteNoMoreThanABlockWhenAllLettersBeginToWaitForARetry() {
        rampTo(228);

        writeUpToTheLimit();

        assertThat(ramp.judge(flights)).isEqualTo(Verdict.WAIT);
        assertThat(flights.undecidedOfTheLast(100)).isEqualTo(100);
    }

    @Test
    void shouldWatchAllTheSameWhenHalfOfTheLettersAlwaysWaitForARetry() {
        rampTo(228);
        for (int i = 0; i < 5; i++) {
            writeUpToTheLimit();
            decide(49, SCHEDULED);
            assertThat(ramp.judge(flights)).isEqualTo(Verdict.WAIT);
            decide(1, SCHEDULED);
            assertThat(ramp.judge(flights)).isEqualTo(Verdict.GO);
            decided = written;
        }
    }

    private void rampTo(long limit) {
        while (ramp.limit() < limit) {
            writeUpToTheLimit();
            decide(written - decided, SCHEDULED);
            assertThat(ramp.judge(flights)).isEqualTo(Verdict.GO);
        }
    }

    private void writeUpToTheLimit() {
        write((int) (ramp.limit() - written));
    }

    private void write(int more) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < more; i++) {
            ids.add(Integer.toString(written++));
        }
        flights.written(ids);
    }

    private void decide(int more, ReplayOutcome fate) {
        for (int i = 0; i < more; i++) {
            fates.put(Integer.toString(decided++), fate);
        }
        flights.update(ids -> fates);
    }
}
