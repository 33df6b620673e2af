package io.turnstile.faults;

import static io.turnstile.faults.PlantedWorld.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.faults.Violation.Kind;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing is worth nothing: each promise is broken here once, and it has to see it. */
class OutcomeCheckerTest {

    private final PlantedWorld world = new PlantedWorld();

    private String scheduled() {
        String id = world.send("fine", "SCHEDULED");
        world.schedule(id, 300);
        return id;
    }

    private String rejected() {
        String id = world.send("mixed", "NO_MEMBERSHIP");
        world.letter(id, "NO_MEMBERSHIP", 300);
        return id;
    }

    @Test
    void shouldFindNothingWhenAllPromisesAreKept() {
        scheduled();
        String again = world.replay(rejected());
        world.letter(again, "NO_MEMBERSHIP", 300);
        String slow = world.send("fine", "SCHEDULED");
        scheduled();
        world.retry(slow);
        world.schedule(slow, 1_500);

        assertThat(world.found()).isEmpty();
    }

    @Test
    void shouldFindARequestWithoutAnOutcome() {
        scheduled();
        world.send("fine", "SCHEDULED");

        assertThat(world.found()).containsExactly(Kind.LOST);
    }

    @Test
    void shouldFindAReplayWithoutAnOutcome() {
        world.replay(rejected());

        assertThat(world.found()).containsExactly(Kind.LOST);
    }

    @Test
    void shouldFindARequestWithTwoOutcomesOnOneTopicOrOnTwo() {
        world.schedule(scheduled(), 400);
        assertThat(world.found()).containsExactly(Kind.REPEATED);

        PlantedWorld other = new PlantedWorld();
        String id = other.send("fine", "SCHEDULED");
        other.schedule(id, 300);
        other.letter(id, "UPSTREAM_ERROR", 300);
        assertThat(other.found()).containsExactly(Kind.REPEATED);
    }

    @Test
    void shouldFindAnOutcomeThatNobodyAskedFor() {
        scheduled();
        Seen schedule = world.schedule(PlantedWorld.id(0), 300);
        world.records.remove(schedule);
        ConsumerRecord<byte[], byte[]> other =
                new ConsumerRecord<>(PlantedWorld.SCHEDULES, 0, 9, utf8("k"), utf8("{}"));
        other.headers().add("ce_id", utf8(PlantedWorld.id(77)));
        world.records.add(new Seen(other, 300));

        assertThat(world.found()).containsExactly(Kind.UNASKED);
    }

    @Test
    void shouldFindALetterThatTheWorldsFaultWroteThoughAFaultWasOn() {
        String id = world.send("fine", "SCHEDULED");
        world.letter(id, "UPSTREAM_ERROR", 300);
        world.faults.add(
                new Struck(new AltegioFault(AltegioFault.Kind.UNAVAILABLE, 720441, Duration.ofSeconds(5)), 0, 5_000));

        assertThat(world.found()).containsExactly(Kind.WRONG_OUTCOME);
    }

    @Test
    void shouldAcceptALetterOfALocationThatFailedOnlyForThatLocationAndOnlyThen() {
        String id = world.send("fine", "SCHEDULED");
        world.letter(id, "UPSTREAM_ERROR", 300);
        AltegioFault own = new AltegioFault(AltegioFault.Kind.LOCATION_FAILS, 720441, Duration.ofSeconds(5));
        AltegioFault anothers = new AltegioFault(AltegioFault.Kind.LOCATION_FAILS, 720442, Duration.ofSeconds(5));

        world.faults.add(new Struck(anothers, 0, 5_000));
        world.faults.add(new Struck(own, 60_000, 65_000));
        assertThat(world.found()).containsExactly(Kind.WRONG_OUTCOME);

        world.faults.add(new Struck(own, 0, 5_000));
        assertThat(world.found()).isEmpty();
    }

    @Test
    void shouldFindTheWrongReasonAndAScheduleOfWhatHadToBeRejected() {
        world.letter(world.send("mixed", "NO_MEMBERSHIP"), "NOT_FOUND", 300);
        assertThat(world.found()).containsExactly(Kind.WRONG_OUTCOME);

        PlantedWorld other = new PlantedWorld();
        other.schedule(other.send("mixed", "NO_MEMBERSHIP"), 300);
        assertThat(other.found()).containsExactly(Kind.WRONG_OUTCOME);
    }

    @Test
    void shouldFindOutcomesOfAKeyThatStandInAnotherOrder() {
        String first = world.send("fine", "SCHEDULED");
        scheduled();
        world.schedule(first, 1_500);

        assertThat(world.found()).containsExactly(Kind.OUT_OF_ORDER);
    }

    @Test
    void shouldFindAScheduleThatQuotesAnotherRequest() {
        world.schedule(world.send("fine", "SCHEDULED"), 300, "{\"request_id\": \"0\", \"noise\": [1.5, 0]}");

        assertThat(world.found()).containsExactly(Kind.CHANGED);
    }

    @Test
    void shouldFindALetterWithOtherBytesOrWithoutAHeader() {
        Seen letter = world.letter(world.send("mixed", "NO_MEMBERSHIP"), "NO_MEMBERSHIP", 300);
        letter.record().value()[3]++;
        assertThat(world.found()).containsExactly(Kind.CHANGED);

        PlantedWorld other = new PlantedWorld();
        other.letter(other.send("mixed", "NO_MEMBERSHIP"), "NO_MEMBERSHIP", 300)
                .record()
                .headers()
                .remove("nothing");
        assertThat(other.found()).containsExactly(Kind.CHANGED);
    }

    @Test
    void shouldFindWhatIsLaterThanItsOwnFaultExplains() {
        world.schedule(world.send("fine", "SCHEDULED"), 9_000);
        // another's fault, one that was over, and one that began too late to explain it
        world.faults.add(new Struck(
                new AltegioFault(AltegioFault.Kind.LOCATION_FAILS, 720448, Duration.ofSeconds(5)), 0, 8_000));
        world.faults.add(new Struck(new Operation(Operation.Kind.REPLAY, Duration.ofSeconds(5)), 0, 8_000));
        world.faults.add(
                new Struck(new AltegioFault(AltegioFault.Kind.REFUSED, 720441, Duration.ofSeconds(5)), 7_000, 8_000));
        assertThat(world.found()).containsExactly(Kind.LATE);

        world.faults.add(
                new Struck(new AltegioFault(AltegioFault.Kind.REFUSED, 720441, Duration.ofSeconds(5)), 2_000, 5_000));
        assertThat(world.found()).isEmpty();
    }

    @Test
    void shouldFindALetterThatWasReplayedTwiceOrWithoutItsResolution() {
        String letter = rejected();
        world.letter(world.replay(letter), "NO_MEMBERSHIP", 2_300);
        world.letter(world.replay(letter), "NO_MEMBERSHIP", 2_300);
        assertThat(world.found()).containsExactly(Kind.REPLAYED_TWICE);

        PlantedWorld other = new PlantedWorld();
        String id = other.send("mixed", "NO_MEMBERSHIP");
        other.letter(id, "NO_MEMBERSHIP", 300);
        other.letter(other.replayWithoutResolution(id), "NO_MEMBERSHIP", 2_300);
        assertThat(other.found()).containsExactly(Kind.REPLAYED_TWICE);
    }
}
