package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.ReplayOutcome;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.replay.AuditEntry;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.ReplayFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** If this fails, people who put right what went wrong make it worse: they book twice, or not at all. */
class ReplayJobTest extends ReplayFixture {

    @Test
    void shouldReplayEachLetterOnceAndFollowItToItsSchedule() throws Exception {
        // given letters whose clients can book by now
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 31, 60, 60);
        List<String> ids = seed(samples);

        // when they are replayed
        Plan plan = letters.plan(Replays.everything("Ana"));
        Job submitted = letters.submit(Replays.everything("Ana"));
        Job job = Replays.await(letters, submitted.id(), Job.State.FINISHED, PATIENCE);

        // then each was written once, as it came, and became a schedule
        assertThat(plan.takes()).isEqualTo(60);
        assertThat(plan.calls()).isEqualTo(120);
        assertThat(job.planned()).isEqualTo(60);
        assertThat(job.done()).isEqualTo(60);
        Replays.assertReplayedOnce(stage.settings(), ids);
        Map<String, List<ConsumerRecord<byte[], byte[]>>> requests = Replays.requests(stage.settings());
        for (int i = 0; i < ids.size(); i++) {
            ConsumerRecord<byte[], byte[]> request = requests.get(ids.get(i)).get(0);
            assertThat(request.key())
                    .isEqualTo(PipelineFixture.utf8(samples.get(i).key()));
            assertThat(request.value()).isEqualTo(samples.get(i).value());
            assertThat(Arrays.stream(request.headers().toArray()).map(Header::key))
                    .containsExactly("traceparent", "dup", "dup", "raw", "turnstile-replay-of", "turnstile-replays");
            assertThat(request.headers().lastHeader("raw").value()).containsExactly(0xFF, 0);
            assertThat(OutcomeCount.header(request, "turnstile-replays")).isEqualTo("1");
        }
        awaitOutcomes(job.id(), Map.of(ReplayOutcome.Outcome.SCHEDULED, 60L));
        assertThat(letters.groups(Filter.OPEN)).isEmpty();
        assertThat(letters.audit())
                .extracting(AuditEntry::by, AuditEntry::what, AuditEntry::why)
                .contains(org.assertj.core.groups.Tuple.tuple("Ana", "ordered a replay of 60 letters", "topped up"));
    }

    @Test
    void shouldKeepTheOrderOfAKeyWhenItsLettersAreReplayed() throws Exception {
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 32, 40, 2));
        List<String> shuffled = new java.util.ArrayList<>(ids);
        Collections.shuffle(shuffled, new java.util.Random(1));

        Job job = letters.submit(Replays.order(Selection.of(shuffled), "Ana", true));
        Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);

        List<ConsumerRecord<byte[], byte[]>> written =
                Replays.read(stage.settings(), stage.settings().topics().requests());
        for (byte[] key :
                List.of(written.get(0).key(), written.get(written.size() - 1).key())) {
            assertThat(written.stream()
                            .filter(each -> Arrays.equals(each.key(), key))
                            .map(each -> ids.indexOf(OutcomeCount.header(each, "turnstile-replay-of"))))
                    .isSorted();
        }
    }

    @Test
    void shouldDiscardWithoutWritingRequests() throws Exception {
        List<String> ids = seed(rejected(30));
        JobRequest discard = new JobRequest(
                Action.DISCARD,
                Selection.of(Filter.OPEN),
                "Ana",
                "test data",
                OptionalDouble.empty(),
                false,
                false,
                Map.of());

        assertThat(letters.plan(discard).calls()).isZero();
        Job job = Replays.await(letters, letters.submit(discard).id(), Job.State.FINISHED, PATIENCE);

        assertThat(job.done()).isEqualTo(30);
        assertThat(job.outcomes()).isEmpty();
        assertThat(Replays.requests(stage.settings())).isEmpty();
        assertThat(Replays.resolutions(stage.settings()).keySet()).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(letters.groups(Filter.OPEN)).isEmpty();
    }

    /** Otherwise a crash between the two would let the same letter be replayed again. */
    @Test
    void shouldShowNoRequestAgainWithoutItsResolution() throws Exception {
        // given a topic for resolutions that takes none
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 39, 3, 3));
        limit(stage.settings().topics().resolutions(), 100);

        // when letters are replayed, then nothing of it can be seen
        Job job = letters.submit(Replays.ids("Ana", ids));
        Awaitility.await("the job waits")
                .atMost(PATIENCE)
                .until(() -> letters.job(job.id()).orElseThrow().detail().startsWith("Waits: "));
        assertThat(Replays.requests(stage.settings())).isEmpty();

        // and when the topic takes them again, each letter is replayed once
        limit(stage.settings().topics().resolutions(), 1_000_000);
        Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);
        Replays.assertReplayedOnce(stage.settings(), ids);
    }

    /** Kafka answers a commit before it shows it, and who takes over from a killed process looks in between. */
    @Test
    void shouldNotReplayALetterWhoseResolutionIsWrittenButDoesNotShowYet() throws Exception {
        // given a letter that is resolved in a transaction that is not over
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 39, 2, 2));
        try (KafkaProducer<byte[], byte[]> other = transactional()) {
            other.beginTransaction();
            other.send(discard(ids.get(0))).get();

            // when all letters are replayed
            Job submitted = letters.submit(Replays.everything("Ana"));
            Awaitility.await("it waits")
                    .atMost(PATIENCE)
                    .until(() ->
                            letters.job(submitted.id()).orElseThrow().detail().contains("Waits until the index"));
            other.commitTransaction();

            // then that one is left out
            Job job = Replays.await(letters, submitted.id(), Job.State.FINISHED, PATIENCE);
            assertThat(job.done()).isEqualTo(1);
            assertThat(Replays.requests(stage.settings())).containsOnlyKeys(ids.get(1));
        }
    }

    private ProducerRecord<byte[], byte[]> discard(String id) {
        String json = "{\"dead_letter_id\": \"%s\", \"action\": \"discarded\"}".formatted(id);
        return new ProducerRecord<>(
                stage.settings().topics().resolutions(), PipelineFixture.utf8(id), PipelineFixture.utf8(json));
    }

    private static KafkaProducer<byte[], byte[]> transactional() {
        KafkaProducer<byte[], byte[]> made = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.brokers(), "transactional.id", "other"),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        made.initTransactions();
        return made;
    }
}
