package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.endtoend.fixture.ReplayFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.simulator.sample.SampleRequests;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** If this fails, somebody who wants to put one letter aside waits for hours, because somebody else replays slowly. */
class JobTurnsTest extends ReplayFixture {

    @Test
    void shouldFinishOtherJobsWhileASlowReplayGoesOn() throws Exception {
        // given a replay that takes ten minutes
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 71, 40, 40));
        Job slow = letters.submit(order(Action.REPLAY, ids.subList(0, 30), OptionalDouble.of(0.05)));
        Awaitility.await("it has begun")
                .atMost(PATIENCE)
                .until(() -> letters.job(slow.id()).orElseThrow().done() > 0);

        // when others are ordered
        Job discard = letters.submit(order(Action.DISCARD, ids.subList(39, 40), OptionalDouble.empty()));
        Job quick = letters.submit(order(Action.REPLAY, ids.subList(30, 35), OptionalDouble.empty()));

        // then they are done while it runs
        assertThat(Replays.await(letters, discard.id(), Job.State.FINISHED, PATIENCE)
                        .done())
                .isEqualTo(1);
        assertThat(Replays.await(letters, quick.id(), Job.State.FINISHED, PATIENCE)
                        .done())
                .isEqualTo(5);
        Job still = letters.job(slow.id()).orElseThrow();
        assertThat(still.state()).isEqualTo(Job.State.RUNNING);
        assertThat(still.done()).isLessThan(30);
    }

    /** Jobs that take turns must not take the same letter, though the index shows what was done a moment later. */
    @Test
    void shouldReplayEachLetterOnceWhenJobsForTheSameLettersTakeTurns() throws Exception {
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 72, 60, 60));

        List<Job> jobs = List.of(
                letters.submit(Replays.ids("Ana", ids)),
                letters.submit(Replays.everything("Ben")),
                letters.submit(Replays.ids("Cleo", ids)));

        long done = 0;
        for (Job each : jobs) {
            Job ended = Replays.await(letters, each.id(), Job.State.FINISHED, PATIENCE);
            long leftOut =
                    ended.leftOut().stream().mapToLong(left -> left.count()).sum();
            assertThat(ended.done() + leftOut).as(ended.toString()).isEqualTo(ended.planned());
            done += ended.done();
        }
        assertThat(done).isEqualTo(60);
        Replays.assertReplayedOnce(stage.settings(), ids);
    }

    private static JobRequest order(Action action, List<String> ids, OptionalDouble rate) {
        return new JobRequest(action, Selection.of(ids), "Ana", "", rate, false, action == Action.REPLAY, Map.of());
    }
}
