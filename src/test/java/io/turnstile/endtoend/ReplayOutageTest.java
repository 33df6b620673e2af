package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.endtoend.fixture.SeededLetters;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, a replay that meets an outage of Kafka stands still for ever, or repeats itself afterwards. */
class ReplayOutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldGoOnByItselfWhenKafkaWasAway() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0);
                PipelineFixture stage = PipelineFixture.on(kafka.brokers(), ALTEGIO.url())) {
            List<String> ids = SeededLetters.write(
                    stage, SampleRequests.valid(ALTEGIO.simulator().world(), 71, 60, 60));
            DeadLetters letters = stage.startPipeline().deadLetters();
            Replays.awaitKnown(letters, 60);
            Job job = letters.submit(new JobRequest(
                    Action.REPLAY, Selection.of(Filter.OPEN), "Ana", "", OptionalDouble.of(15), false, true, Map.of()));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> letters.job(job.id()).orElseThrow().done() >= 5);

            kafka.suspend();
            kafka.resume();

            Job finished = Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);
            assertThat(finished.done()).isEqualTo(60);
            Replays.assertReplayedOnce(stage.settings(), ids);
        }
    }
}
