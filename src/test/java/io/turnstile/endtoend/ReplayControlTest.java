package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.endtoend.fixture.ReplayFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** If this fails, nobody can hold a replay back: it floods Altegio, or fails a thousand letters one after the other. */
class ReplayControlTest extends ReplayFixture {

    @Test
    void shouldStopItselfWhenMostOfTheFirstComeBackAndStartSmallAgainWhenItIsResumed() throws Exception {
        // given letters that nothing was done about
        List<String> ids = seed(rejected(40));

        // when they are replayed all the same
        Job job = letters.submit(Replays.everything("Ana"));
        Job stopped = Replays.await(letters, job.id(), Job.State.STOPPED, PATIENCE);

        // then few of them were touched, and it says why
        assertThat(stopped.done()).isEqualTo(3);
        assertThat(stopped.detail()).matches("[23] of the first 3 came back: .*NO_MEMBERSHIP.*\\.");
        assertThat(Replays.requests(stage.settings())).hasSize(3);

        // and when it is resumed, it begins with one again
        Job resumed = letters.resume(job.id(), "Ben");
        assertThat(resumed.state()).isEqualTo(Job.State.RUNNING);
        assertThat(resumed.changedBy()).isEqualTo("Ben");
        Job again = Replays.await(letters, job.id(), Job.State.STOPPED, PATIENCE);
        assertThat(again.done()).isEqualTo(6);
        assertThat(ids).hasSize(40);
        Letter back = letters.lettersOf(job.id(), java.util.Optional.empty(), 10)
                .letters()
                .get(5);
        assertThat(back.fate().orElseThrow().reason()).contains("NO_MEMBERSHIP");
        assertThat(letters.history(back.id())).hasSize(2);
    }

    @Test
    void shouldStopWhenItIsCancelledAndGoOnWhenItIsResumed() throws Exception {
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 34, 60, 60));
        JobRequest slow = new JobRequest(
                Action.REPLAY, Selection.of(Filter.OPEN), "Ana", "", OptionalDouble.of(20), false, true, Map.of());

        Job job = letters.submit(slow);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> letters.job(job.id()).orElseThrow().done() >= 5);
        Job cancelled = letters.cancel(job.id(), "Ben");
        assertThat(cancelled.state()).isEqualTo(Job.State.CANCELLED);
        assertThat(cancelled.changedBy()).isEqualTo("Ben");

        // another job is not kept waiting
        Job discard = letters.submit(new JobRequest(
                Action.DISCARD,
                Selection.of(List.of(ids.get(59))),
                "Cleo",
                "left",
                OptionalDouble.empty(),
                false,
                false,
                Map.of()));
        Replays.await(letters, discard.id(), Job.State.FINISHED, PATIENCE);
        long atRest = letters.job(job.id()).orElseThrow().done();
        assertThat(atRest).isLessThan(59);

        letters.resume(job.id(), "Ana");
        Job finished = Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);
        assertThat(finished.done()).isEqualTo(59);
        assertThat(finished.detail()).isEqualTo("Left out: 1 that were replayed or discarded already.");
        Replays.requests(stage.settings()).values().forEach(each -> assertThat(each)
                .hasSize(1));
        assertThat(letters.find(ids.get(59)).orElseThrow().status()).isEqualTo(Status.DISCARDED);
    }

    @Test
    void shouldKeepToItsRate() throws Exception {
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 35, 40, 40));
        JobRequest slow = new JobRequest(
                Action.REPLAY, Selection.of(ids), "Ana", "", OptionalDouble.of(10), false, true, Map.of());

        Plan plan = letters.plan(slow);
        long ordered = System.currentTimeMillis();
        Job job = letters.submit(slow);
        Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);

        assertThat(plan.duration()).contains(Duration.ofSeconds(4));
        List<Long> times = Replays.requests(stage.settings()).values().stream()
                .map(each -> each.get(0).timestamp())
                .sorted()
                .toList();
        for (int i = 0; i < times.size(); i++) {
            assertThat(times.get(i) - ordered)
                    .as("letter %d goes no earlier than its time, less two", i)
                    .isGreaterThan((i - 2) * 100L);
        }
    }
}
