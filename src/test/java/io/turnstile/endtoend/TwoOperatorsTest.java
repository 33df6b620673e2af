package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.replay.AuditEntry;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.endtoend.fixture.SeededLetters;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two people, at two instances of one group. If this fails, a client is booked twice because two people meant well. */
class TwoOperatorsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final int LETTERS = 40;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldReplayEachLetterOnceWhenTwoPressAtTwoInstancesAtTheSameMoment() throws Exception {
        // given two instances that know the same letters
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())) {
            List<String> ids = SeededLetters.write(
                    stage, SampleRequests.valid(ALTEGIO.simulator().world(), 41, LETTERS, LETTERS));
            DeadLetters one = stage.startPipelineWith("instance", "one").deadLetters();
            DeadLetters two = stage.startPipelineWith("instance", "two").deadLetters();
            Replays.awaitKnown(one, LETTERS);
            Replays.awaitKnown(two, LETTERS);

            // when both are told to replay the same letters at the same moment, and one of them a second time
            List<Job> jobs = submitTogether(
                    new Submission(one, Replays.ids("Ana", ids)),
                    new Submission(two, Replays.ids("Ben", ids)),
                    new Submission(two, Replays.everything("Cleo")));

            // then each letter was replayed by one of the jobs, and the others say that they left it out
            List<Job> ended = new ArrayList<>();
            for (Job job : jobs) {
                ended.add(Replays.await(one, job.id(), Job.State.FINISHED, PATIENCE));
                Replays.await(two, job.id(), Job.State.FINISHED, PATIENCE);
            }
            Replays.assertReplayedOnce(stage.settings(), ids);
            assertThat(ended.stream().mapToLong(Job::done).sum()).isEqualTo(LETTERS);
            assertThat(one.audit())
                    .extracting(AuditEntry::what)
                    .filteredOn(what -> what.startsWith("finished"))
                    .containsExactlyInAnyOrderElementsOf(ended.stream()
                            .map(job -> "finished the job: " + job.done() + (job.done() == 1 ? " letter" : " letters")
                                    + " done")
                            .toList());
            assertThat(ended)
                    .filteredOn(job -> job.done() < LETTERS && job.planned() == LETTERS)
                    .isNotEmpty()
                    .allSatisfy(job -> assertThat(job.detail())
                            .isEqualTo("Left out: " + (LETTERS - job.done())
                                    + " that were replayed or discarded already."));
        }
    }

    private record Submission(DeadLetters at, JobRequest order) {}

    private static List<Job> submitTogether(Submission... submissions) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(submissions.length);
        CountDownLatch go = new CountDownLatch(1);
        try {
            List<Future<Job>> submitted = new ArrayList<>();
            for (Submission each : submissions) {
                submitted.add(threads.submit(() -> {
                    go.await();
                    return each.at().submit(each.order());
                }));
            }
            go.countDown();
            List<Job> jobs = new ArrayList<>();
            for (Future<Job> each : submitted) {
                jobs.add(each.get());
            }
            return jobs;
        } finally {
            threads.shutdownNow();
        }
    }
}
