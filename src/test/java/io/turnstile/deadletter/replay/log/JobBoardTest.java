package io.turnstile.deadletter.replay.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobRequests;
import io.turnstile.deadletter.replay.JobState;
import io.turnstile.deadletter.replay.JobState.Stage;
import io.turnstile.deadletter.replay.Plan;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** If this fails, two instances disagree about which job is to be run, or a cancelled one runs on. */
class JobBoardTest {

    private static final Instant AT = Instant.parse("2026-11-23T10:15:30Z");

    private final JobBoard board = new JobBoard(3, 3);

    @Test
    void shouldRunJobsOneAfterTheOtherInTheOrderTheyWereOrdered() {
        submit("j1", "j2");
        assertThat(first()).isEqualTo("j1");

        board.add(new JobEvent.Finished("j1", AT, 2, List.of()));

        assertThat(first()).isEqualTo("j2");
        assertThat(stage("j1")).isEqualTo(Stage.FINISHED);
    }

    @Test
    void shouldPutAResumedJobBehindThoseThatWait() {
        submit("j1", "j2", "j3");
        board.add(new JobEvent.Cancelled("j1", AT, "Ana"));
        assertThat(first()).isEqualTo("j2");

        board.add(new JobEvent.Resumed("j1", AT, "Ben"));
        board.add(new JobEvent.Cancelled("j2", AT, "Ana"));

        assertThat(first()).isEqualTo("j3");
        board.add(new JobEvent.Cancelled("j3", AT, "Ana"));
        assertThat(first()).isEqualTo("j1");
        assertThat(board.find("j1").orElseThrow().changedBy()).isEqualTo("Ben");
    }

    @Test
    void shouldKeepItsPlaceWhenAJobIsResumedThatWasNeverStopped() {
        submit("j1", "j2");

        board.add(new JobEvent.Resumed("j1", AT, "Ben"));

        assertThat(first()).isEqualTo("j1");
        assertThat(board.find("j1").orElseThrow().changedBy()).isEqualTo("Ana");
    }

    @Test
    void shouldSayWhyAJobStoppedItselfUntilItIsResumed() {
        submit("j1");

        board.add(new JobEvent.Stopped("j1", AT, "3 of the first 3 came back"));
        assertThat(stage("j1")).isEqualTo(Stage.STOPPED);
        assertThat(board.find("j1").orElseThrow().detail()).isEqualTo("3 of the first 3 came back");

        board.add(new JobEvent.Cancelled("j1", AT, "Ana"));
        assertThat(stage("j1")).isEqualTo(Stage.STOPPED);

        board.add(new JobEvent.Resumed("j1", AT, "Ana"));
        assertThat(stage("j1")).isEqualTo(Stage.WANTED);
        assertThat(board.find("j1").orElseThrow().detail()).isEmpty();
    }

    @Test
    void shouldBeFinishedWhenItsLastLetterWasWrittenAsSomebodyCancelledIt() {
        submit("j1");

        board.add(new JobEvent.Cancelled("j1", AT, "Ana"));
        board.add(new JobEvent.Finished("j1", AT, 5, List.of(new Plan.LeftOut(Plan.Why.SUPERSEDED, 2, List.of("a")))));
        board.add(new JobEvent.Resumed("j1", AT, "Ana"));

        assertThat(stage("j1")).isEqualTo(Stage.FINISHED);
        assertThat(board.find("j1").orElseThrow().detail())
                .isEqualTo("Left out: 2 that a newer request has superseded.");
    }

    @Test
    void shouldForgetTheOldestJobsThatAreNotToBeRunWhenThereAreMany() {
        submit("j1", "j2", "j3");
        board.add(new JobEvent.Cancelled("j2", AT, "Ana"));

        submit("j4");

        assertThat(board.all()).extracting(JobState::id).containsExactly("j4", "j3", "j1");
        assertThat(board.audit()).hasSize(3);
    }

    @Test
    void shouldSayWhoDidWhatAndWhyTheNewestFirst() {
        submit("j1");
        board.add(new JobEvent.Cancelled("j1", AT, "Ben"));
        board.add(new JobEvent.Noted(AT, "Cleo", "pruned 5 letters", "disk"));

        assertThat(board.audit())
                .extracting(each -> each.by() + " " + each.what() + " " + each.why())
                .containsExactly(
                        "Cleo pruned 5 letters disk",
                        "Ben cancelled the job ",
                        "Ana ordered a replay of 2 letters topped up");
    }

    /** Whoever reads the audit after an incident must not find what never happened. */
    @Test
    void shouldSayNothingOfWhatChangedNothing() {
        submit("j1");
        board.add(new JobEvent.Finished("j1", AT, 2, List.of()));

        board.add(new JobEvent.Cancelled("j1", AT, "Ben"));
        board.add(new JobEvent.Resumed("j1", AT, "Ben"));
        submit("j1");

        assertThat(board.audit())
                .extracting(each -> each.by() + " " + each.what())
                .containsExactly("turnstile finished the job: 2 letters done", "Ana ordered a replay of 2 letters");
    }

    private void submit(String... ids) {
        for (String id : ids) {
            board.add(new JobEvent.Submitted(id, AT, JobRequests.replay("Ana", "a", "b"), 2, List.of(), Map.of(), ""));
        }
    }

    private String first() {
        return board.wanted().get(0).id();
    }

    private Stage stage(String id) {
        return board.find(id).orElseThrow().stage();
    }
}
