package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.app.OutcomeCount;
import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.job.AuditEntry;
import io.turnstile.deadletter.job.Job;
import io.turnstile.deadletter.job.Order;
import io.turnstile.deadletter.job.Plan;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Fate;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.simulator.ExpectedOutcome;
import io.turnstile.simulator.SampleRequest;
import io.turnstile.simulator.SampleRequests;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.header.Header;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, people who put right what went wrong make it worse: they book twice, not at all, or what nobody wants any more. */
class ReplayJobTest {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private Stage stage;
    private DeadLetters letters;

    @BeforeEach
    void prepare() {
        stage = Stage.on(KAFKA.brokers(), ALTEGIO.url());
    }

    @AfterEach
    void close() {
        stage.close();
    }

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
            assertThat(request.key()).isEqualTo(Stage.utf8(samples.get(i).key()));
            assertThat(request.value()).isEqualTo(samples.get(i).value());
            assertThat(Arrays.stream(request.headers().toArray()).map(Header::key))
                    .containsExactly("traceparent", "dup", "dup", "raw", "turnstile-replay-of", "turnstile-replays");
            assertThat(request.headers().lastHeader("raw").value()).containsExactly(0xFF, 0);
            assertThat(OutcomeCount.header(request, "turnstile-replays")).isEqualTo("1");
        }
        awaitOutcomes(job.id(), Map.of(Fate.Outcome.SCHEDULED, 60L));
        assertThat(letters.groups(Filter.OPEN)).isEmpty();
        assertThat(letters.audit())
                .extracting(AuditEntry::by, AuditEntry::what, AuditEntry::why)
                .contains(org.assertj.core.groups.Tuple.tuple("Ana", "replay 60 letters", "topped up"));
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
        Order slow = new Order(
                Action.REPLAY, Selection.of(Filter.OPEN), "Ana", "", OptionalDouble.of(20), false, true, Map.of());

        Job job = letters.submit(slow);
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> letters.job(job.id()).orElseThrow().done() >= 5);
        Job cancelled = letters.cancel(job.id(), "Ben");
        assertThat(cancelled.state()).isEqualTo(Job.State.CANCELLED);
        assertThat(cancelled.changedBy()).isEqualTo("Ben");

        // another job is not kept waiting
        Job discard = letters.submit(new Order(
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
        Order slow =
                new Order(Action.REPLAY, Selection.of(ids), "Ana", "", OptionalDouble.of(10), false, true, Map.of());

        Plan plan = letters.plan(slow);
        Job job = letters.submit(slow);
        Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);

        assertThat(plan.duration()).contains(Duration.ofSeconds(4));
        List<Long> times = Replays.requests(stage.settings()).values().stream()
                .map(each -> each.get(0).timestamp())
                .sorted()
                .toList();
        for (int i = 0; i + 12 < times.size(); i++) {
            assertThat(times.get(i + 12) - times.get(i))
                    .as("12 letters more take a second")
                    .isGreaterThan(900);
        }
    }

    @Test
    void shouldReplayWhatWasEditedAndRefuseAnEditThatIsNoRequest() throws Exception {
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 36, 2, 2);
        List<String> ids = seed(List.of(rejected(1).get(0), samples.get(1)));
        String edit = samples.get(0).text();

        assertThatThrownBy(() -> letters.submit(edited(ids.get(0), "{\"request_id\": \"1\"}")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(ids.get(0))
                .hasMessageContaining("location_id")
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
        Job job = letters.submit(edited(ids.get(0), edit));
        Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);

        ConsumerRecord<byte[], byte[]> request =
                Replays.requests(stage.settings()).get(ids.get(0)).get(0);
        assertThat(request.value()).isEqualTo(Stage.utf8(edit));
        assertThat(OutcomeCount.header(request, "turnstile-edited")).isEqualTo("true");
        awaitOutcomes(job.id(), Map.of(Fate.Outcome.SCHEDULED, 1L));
        assertThat(letters.find(ids.get(0))
                        .orElseThrow()
                        .resolution()
                        .orElseThrow()
                        .edited())
                .isTrue();
        assertThat(letters.read(ids.get(0)).orElseThrow().value())
                .as("the original")
                .isEqualTo(rejected(1).get(0).value());
    }

    @Test
    void shouldLeaveOutWhatCameBackTooOftenOrWasOvertakenUnlessToldOtherwise() throws Exception {
        // given one letter that came back five times, and two of the same client and event
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 37, 3, 3);
        List<String> ids = SeededLetters.on(stage)
                .add(samples.get(0), 5)
                .add(samples.get(1), 0)
                .add(samples.get(1), 0)
                .add(samples.get(2), 4)
                .write();
        letters = stage.startPipeline().deadLetters();
        Replays.awaitKnown(letters, 4);
        Order plain = Replays.order(Selection.of(Filter.OPEN), "Ana", false);

        // when the plan is made, then it says so
        Plan plan = letters.plan(plain);
        assertThat(plan.selected()).isEqualTo(4);
        assertThat(plan.takes()).isEqualTo(2);
        assertThat(plan.leftOut())
                .containsExactlyInAnyOrder(
                        new Plan.LeftOut(Plan.Why.REPLAYED_TOO_OFTEN, 1, List.of(ids.get(0))),
                        new Plan.LeftOut(Plan.Why.OVERTAKEN, 1, List.of(ids.get(1))));

        // and the job does so
        Job job = Replays.await(letters, letters.submit(plain).id(), Job.State.FINISHED, PATIENCE);
        assertThat(job.done()).isEqualTo(2);
        assertThat(job.detail())
                .contains("1 that came back too often")
                .contains("1 that a newer request has overtaken");
        assertThat(Replays.requests(stage.settings()).keySet()).containsExactlyInAnyOrder(ids.get(2), ids.get(3));

        // unless it is told otherwise
        Order forced =
                new Order(Action.REPLAY, Selection.of(ids), "Ana", "", OptionalDouble.empty(), true, true, Map.of());
        Job all = Replays.await(letters, letters.submit(forced).id(), Job.State.FINISHED, PATIENCE);
        assertThat(all.done()).isEqualTo(2);
        Replays.assertReplayedOnce(stage.settings(), ids);
    }

    /** Otherwise it would try this one for ever, and keep all others waiting. */
    @Test
    void shouldStopAndSayWhichLetterKafkaRefusesWhenItTakesNoRequestOfThatSize() throws Exception {
        // given a requests topic that by now takes smaller records only
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 38, 1, 1);
        List<String> ids = seed(List.of(new SampleRequest(
                samples.get(0).key(),
                Stage.utf8(samples.get(0).text() + " ".repeat(5_000)),
                samples.get(0).expected())));
        limit(stage.settings().topics().requests(), 2_000);

        // when it is replayed, then the job says so, and the letter stays open
        Job job = letters.submit(Replays.ids("Ana", ids));
        Job stopped = Replays.await(letters, job.id(), Job.State.STOPPED, PATIENCE);
        assertThat(stopped.detail())
                .contains("Kafka refused letter " + ids.get(0))
                .hasLineCount(1);
        assertThat(letters.find(ids.get(0)).orElseThrow().status()).isEqualTo(Status.OPEN);
        assertThat(Replays.resolutions(stage.settings())).isEmpty();
    }

    @Test
    void shouldDiscardWithoutWritingRequests() throws Exception {
        List<String> ids = seed(rejected(30));
        Order discard = new Order(
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

    /** Lets a topic take records up to a size from now on. */
    private static void limit(String topic, int bytes) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.TOPIC, topic),
                            List.of(new AlterConfigOp(
                                    new ConfigEntry("max.message.bytes", Integer.toString(bytes)),
                                    AlterConfigOp.OpType.SET))))
                    .all()
                    .get();
        }
    }

    private List<String> seed(List<SampleRequest> samples) throws InterruptedException {
        List<String> ids = SeededLetters.write(stage, samples);
        letters = stage.startPipeline().deadLetters();
        Replays.awaitKnown(letters, samples.size());
        return ids;
    }

    private static List<SampleRequest> rejected(int count) {
        return SampleRequests.mixed(ALTEGIO.simulator().world(), 33, 40 * count).stream()
                .filter(each -> each.expected() == ExpectedOutcome.NO_MEMBERSHIP)
                .limit(count)
                .toList();
    }

    private static Order edited(String id, String json) {
        return new Order(
                Action.REPLAY,
                Selection.of(List.of(id)),
                "Ana",
                "wrong client",
                OptionalDouble.empty(),
                false,
                true,
                Map.of(id, json));
    }

    private void awaitOutcomes(String job, Map<Fate.Outcome, Long> expected) {
        Awaitility.await("outcomes of the job").atMost(PATIENCE).untilAsserted(() -> assertThat(
                        letters.job(job).orElseThrow().outcomes())
                .isEqualTo(expected));
    }
}
