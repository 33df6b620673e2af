package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.ReplayOutcome;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.ReplayFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.endtoend.fixture.SeededLetters;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;

/** If this fails, people replay what nobody wants any more, what never gets through, or what is no request. */
class ReplayGuardsTest extends ReplayFixture {

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
        assertThat(request.value()).isEqualTo(PipelineFixture.utf8(edit));
        assertThat(OutcomeCount.header(request, "turnstile-edited")).isEqualTo("true");
        awaitOutcomes(job.id(), Map.of(ReplayOutcome.Outcome.SCHEDULED, 1L));
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
        JobRequest plain = Replays.order(Selection.of(Filter.OPEN), "Ana", false);

        // when the plan is made, then it says so
        Plan plan = letters.plan(plain);
        assertThat(plan.selected()).isEqualTo(4);
        assertThat(plan.takes()).isEqualTo(2);
        assertThat(plan.leftOut())
                .containsExactlyInAnyOrder(
                        new Plan.LeftOut(Plan.Why.REPLAYED_TOO_OFTEN, 1, List.of(ids.get(0))),
                        new Plan.LeftOut(Plan.Why.SUPERSEDED, 1, List.of(ids.get(1))));

        // and the job does so
        Job job = Replays.await(letters, letters.submit(plain).id(), Job.State.FINISHED, PATIENCE);
        assertThat(job.done()).isEqualTo(2);
        assertThat(job.detail())
                .contains("1 that came back too often")
                .contains("1 that a newer request has superseded");
        assertThat(Replays.requests(stage.settings()).keySet()).containsExactlyInAnyOrder(ids.get(2), ids.get(3));

        // unless it is told otherwise
        JobRequest forced = new JobRequest(
                Action.REPLAY, Selection.of(ids), "Ana", "", OptionalDouble.empty(), true, true, Map.of());
        Job all = Replays.await(letters, letters.submit(forced).id(), Job.State.FINISHED, PATIENCE);
        assertThat(all.done()).isEqualTo(2);
        Replays.assertReplayedOnce(stage.settings(), ids);
    }

    /** Otherwise it would try this one for ever, and keep all others waiting. */
    @Test
    void shouldLeaveOutALetterThatKafkaRefusesAndGoOnWhenTheTopicTakesNoRequestOfThatSize() throws Exception {
        // given a requests topic that by now takes smaller records only
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 38, 2, 2);
        List<String> ids = seed(List.of(
                new SampleRequest(
                        samples.get(0).key(),
                        PipelineFixture.utf8(samples.get(0).text() + " ".repeat(5_000)),
                        samples.get(0).expected()),
                samples.get(1)));
        limit(stage.settings().topics().requests(), 2_000);

        // when both are replayed, then one is left out with the reason, and stays open
        Job job = letters.submit(Replays.ids("Ana", ids));
        Job ended = Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);
        assertThat(ended.done()).isEqualTo(1);
        assertThat(ended.detail()).contains("1 that Kafka refused").hasLineCount(1);
        assertThat(letters.find(ids.get(0)).orElseThrow().status()).isEqualTo(Status.OPEN);
        assertThat(Replays.resolutions(stage.settings()).keySet()).containsExactly(ids.get(1));
    }

    /** Whoever puts requests on the topic may choose partitions in another way: a key's requests must stay on one of them. */
    @Test
    void shouldReplayARequestOnThePartitionWhereItStood() throws Exception {
        // given letters of requests whose partitions were chosen by somebody else, a different one for each
        letters = stage.startPipeline().deadLetters();
        List<SampleRequest> samples = rejected(6);
        List<ProducerRecord<byte[], byte[]>> requests = new ArrayList<>();
        for (int partition = 0; partition < 6; partition++) {
            requests.add(new ProducerRecord<>(
                    stage.settings().topics().requests(),
                    partition,
                    PipelineFixture.utf8(samples.get(partition).key()),
                    samples.get(partition).value()));
        }
        List<String> ids = stage.sendAll(requests);
        stage.awaitDecided(ids, ids.size(), PATIENCE);
        Replays.awaitKnown(letters, ids.size());

        // when each is replayed
        for (String id : ids) {
            Job job = letters.submit(Replays.ids("Ana", List.of(id)));
            Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);
        }

        // then
        Map<String, List<ConsumerRecord<byte[], byte[]>>> replayed = Replays.requests(stage.settings());
        for (int partition = 0; partition < 6; partition++) {
            assertThat(replayed.get(ids.get(partition)))
                    .singleElement()
                    .extracting(ConsumerRecord::partition)
                    .isEqualTo(partition);
        }
    }

    /** A topic that keeps the last request of each key takes none without a key: that must not stop the others. */
    @Test
    void shouldLeaveOutALetterWithoutAKeyWhenTheRequestsTopicIsCompacted() throws Exception {
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 40, 3, 3);
        List<String> ids = SeededLetters.on(stage)
                .add(samples.get(0), 0)
                .keyed(false)
                .add(samples.get(1), 0)
                .keyed(true)
                .add(samples.get(2), 0)
                .write();
        letters = stage.startPipeline().deadLetters();
        Replays.awaitKnown(letters, 3);
        set(stage.settings().topics().requests(), "cleanup.policy", "compact");

        Job job = letters.submit(Replays.ids("Ana", ids));
        Job ended = Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);

        assertThat(ended.done()).isEqualTo(2);
        assertThat(ended.leftOut()).singleElement().satisfies(each -> {
            assertThat(each.why()).isEqualTo(Plan.Why.REFUSED);
            assertThat(each.ids()).containsExactly(ids.get(1));
            assertThat(each.detail()).contains("without a key");
        });
        Replays.assertReplayedOnce(stage.settings(), List.of(ids.get(0), ids.get(2)));
    }

    /** An empty request would come back malformed, and its letter would count as replayed. */
    @Test
    void shouldLeaveOutALetterWithoutItsValueUnlessItIsEdited() throws Exception {
        List<SampleRequest> samples = SampleRequests.valid(ALTEGIO.simulator().world(), 41, 2, 2);
        List<String> ids = SeededLetters.on(stage)
                .add(samples.get(0), 0)
                .omittingItsValue()
                .add(samples.get(1), 0)
                .omittingItsValue()
                .write();
        letters = stage.startPipeline().deadLetters();
        Replays.awaitKnown(letters, 2);

        Job job = letters.submit(Replays.ids("Ana", List.of(ids.get(0))));
        Job ended = Replays.await(letters, job.id(), Job.State.FINISHED, PATIENCE);
        Job edit = letters.submit(edited(ids.get(1), samples.get(1).text()));
        Job edited = Replays.await(letters, edit.id(), Job.State.FINISHED, PATIENCE);

        assertThat(ended.done()).isZero();
        assertThat(ended.leftOut()).singleElement().satisfies(each -> assertThat(each.why())
                .isEqualTo(Plan.Why.VALUE_OMITTED));
        assertThat(letters.find(ids.get(0)).orElseThrow().status()).isEqualTo(Status.OPEN);
        assertThat(edited.done()).isEqualTo(1);
    }

    private static JobRequest edited(String id, String json) {
        return new JobRequest(
                Action.REPLAY,
                Selection.of(List.of(id)),
                "Ana",
                "wrong client",
                OptionalDouble.empty(),
                false,
                true,
                Map.of(id, json));
    }
}
