package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.ReplayFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Schedules expire. If this fails, nobody knows after a restart what became of replays, or the jobs topic grows for ever. */
class RecordedOutcomesTest extends ReplayFixture {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void shouldRecordTheOutcomeOfEachReplayOnceForGood() throws Exception {
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 91, 20, 20));

        Job first = letters.submit(Replays.ids("Ana", ids.subList(0, 10)));
        Replays.await(letters, first.id(), Job.State.FINISHED, PATIENCE);
        awaitRecorded(10);
        Job second = letters.submit(Replays.ids("Ana", ids.subList(10, 20)));
        Replays.await(letters, second.id(), Job.State.FINISHED, PATIENCE);

        awaitRecorded(20);
        assertThat(recorded().values()).containsOnly(1);
    }

    /** The letter may be gone when its request comes back. */
    @Test
    void shouldTellWithEachReplayWhereItsRequestWasFirstAskedFor() throws Exception {
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 92, 3, 3));

        Job job = letters.submit(Replays.ids("Ana", ids));
        Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);

        Replays.resolutions(stage.settings()).forEach((id, written) -> {
            assertThat(OutcomeCount.header(written.get(0), "turnstile-first-id"))
                    .isEqualTo(id);
            assertThat(OutcomeCount.header(written.get(0), "turnstile-first-timestamp"))
                    .matches("\\d{13}");
        });
    }

    private void awaitRecorded(int count) {
        Awaitility.await(count + " outcomes are recorded").atMost(PATIENCE).untilAsserted(() -> assertThat(recorded())
                .hasSize(count));
    }

    /** Counts how often each replayed request's outcome stands on the topic of the jobs. */
    private Map<String, Integer> recorded() throws IOException {
        Map<String, Integer> times = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> each :
                Replays.read(stage.settings(), stage.settings().topics().jobs())) {
            for (JsonNode outcome : JSON.readTree(each.value()).path("outcomes")) {
                assertThat(outcome.path(1).asText()).isEqualTo("scheduled");
                times.merge(outcome.path(0).asText(), 1, Integer::sum);
            }
        }
        return times;
    }
}
