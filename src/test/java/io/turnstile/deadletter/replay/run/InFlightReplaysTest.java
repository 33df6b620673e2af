package io.turnstile.deadletter.replay.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.letter.ReplayOutcome;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** If this fails, a job floods the requests topic, or stands still because of a few letters that wait for a retry. */
class InFlightReplaysTest {

    private static final ReplayOutcome WAITING =
            new ReplayOutcome(ReplayOutcome.Outcome.WAITING, Optional.empty(), Optional.empty());
    private static final ReplayOutcome SCHEDULED =
            new ReplayOutcome(ReplayOutcome.Outcome.SCHEDULED, Optional.empty(), Optional.empty());

    private final InFlightReplays flights = new InFlightReplays(4);
    private final Map<String, ReplayOutcome> fates = new HashMap<>();

    @Test
    void shouldLeaveNoRoomWhileAWindowOfLettersIsUndecided() {
        write(0, 4);
        assertThat(flights.room(1)).isZero();

        fates.put("1", WAITING);
        fates.put("2", SCHEDULED);
        update();

        assertThat(flights.room(1)).isEqualTo(1);
        assertThat(flights.scheduled()).isEqualTo(1);
    }

    @Test
    void shouldNoLongerWaitForALetterWhenFourWindowsOfLaterOnesWereWritten() {
        write(0, 1);
        for (int i = 1; i <= 16; i++) {
            assertThat(flights.room(1)).isEqualTo(3);
            write(i, i + 1);
            fates.put(Integer.toString(i), SCHEDULED);
            update();
        }

        assertThat(flights.room(1)).isEqualTo(4);
        assertThat(flights.isEmpty()).isFalse();
    }

    @Test
    void shouldSayHowManyCameBackAndWhy() {
        write(0, 3);
        fates.put("0", back(ReplayOutcome.Outcome.REJECTED, "NO_MEMBERSHIP"));
        fates.put("1", SCHEDULED);
        fates.put("2", back(ReplayOutcome.Outcome.REJECTED, "NO_MEMBERSHIP"));
        update();
        update();

        assertThat(flights.sentence()).isEqualTo("2 of the first 3 came back: 2 NO_MEMBERSHIP.");
    }

    private static ReplayOutcome back(ReplayOutcome.Outcome outcome, String reason) {
        return new ReplayOutcome(outcome, Optional.of(reason), Optional.of("booking.requests-0-9"));
    }

    private void write(int from, int to) {
        List<String> ids = IntStream.range(from, to).mapToObj(Integer::toString).toList();
        flights.written(ids);
    }

    private void update() {
        flights.update(ids -> fates);
    }
}
