package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.turnstile.app.Pipeline;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.endtoend.fixture.ReplayFixture;
import io.turnstile.endtoend.fixture.Replays;
import io.turnstile.endtoend.fixture.SeededLetters;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Somebody makes the dead-letter topic again. If this fails, a job replays the requests of other clients than those that people
 * looked at, or people look at letters that are not there.
 */
public class RecreatedLettersTest extends ReplayFixture {

    @Test
    void shouldReplayNoLetterOfANewTopicForAJobThatMeantThoseOfTheOldOne() throws Exception {
        // given a slow job by ids and one by a filter
        List<SampleRequest> old = SampleRequests.valid(ALTEGIO.simulator().world(), 73, 30, 30);
        List<String> ids = seed(old);
        Job byId = letters.submit(slow(Selection.of(ids.subList(0, 15))));
        Job byFilter = letters.submit(slow(Selection.of(Filter.OPEN)));
        Awaitility.await("both have begun").atMost(PATIENCE).until(() -> done(byId) > 2 && done(byFilter) > 2);

        // when the topic is created again, and in the same places letters with the same ids stand of other requests
        recreate(KAFKA.brokers(), stage.settings().topics().deadLetters(), PATIENCE);
        List<SampleRequest> young = SampleRequests.valid(ALTEGIO.simulator().world(), 74, 30, 30);
        SeededLetters seeded = SeededLetters.on(stage).decidedFrom(Instant.now());
        young.forEach(each -> seeded.add(each, 0));
        seeded.write();

        // then the jobs end, and say what became of each letter
        for (Job each : List.of(byId, byFilter)) {
            Job ended = Replays.await(letters, each.id(), Job.State.FINISHED, PATIENCE);
            long leftOut =
                    ended.leftOut().stream().mapToLong(Plan.LeftOut::count).sum();
            assertThat(ended.done() + leftOut).as(ended.toString()).isEqualTo(ended.planned());
            assertThat(ended.leftOut()).extracting(Plan.LeftOut::why).contains(Plan.Why.GONE);
        }
        Map<String, List<ConsumerRecord<byte[], byte[]>>> replayed = Replays.requests(stage.settings());
        assertThat(replayed.values())
                .allSatisfy(each -> assertThat(each).singleElement().satisfies(request -> assertThat(values(old))
                        .contains(new String(request.value()))));

        // and the new letters are open, each with its own content
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(open())
                .extracting(Letter::id)
                .containsExactlyInAnyOrderElementsOf(ids));
        List<String> shown = new ArrayList<>();
        for (Letter each : open()) {
            shown.add(new String(letters.read(each.id()).orElseThrow().value()));
        }
        assertThat(shown).containsExactlyInAnyOrderElementsOf(values(young));

        // and can be replayed, each once
        Job again = letters.submit(Replays.everything("Ben"));
        assertThat(Replays.await(letters, again.id(), Job.State.FINISHED, PATIENCE)
                        .done())
                .isEqualTo(30);
        Map<String, Integer> times = new TreeMap<>();
        Replays.requests(stage.settings())
                .values()
                .forEach(each -> each.forEach(request -> times.merge(new String(request.value()), 1, Integer::sum)));
        assertThat(times).containsKeys(values(young).toArray(String[]::new));
        assertThat(times.values()).containsOnly(1);
    }

    /** What others did is not gone: people look for those that nobody did anything about. */
    @Test
    void shouldCountApartWhatOthersResolvedBeforeTheTopicWasCreatedAgain() throws Exception {
        // given a slow job by a filter, and somebody who discards some of its letters before their turn
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 75, 30, 30));
        Job slow = letters.submit(slow(Selection.of(Filter.OPEN)));
        Job discard = letters.submit(discard(ids.subList(18, 30)));
        Replays.await(letters, discard.id(), Job.State.FINISHED, PATIENCE);
        Awaitility.await("it has begun").atMost(PATIENCE).until(() -> done(slow) > 2);

        // when
        recreate(KAFKA.brokers(), stage.settings().topics().deadLetters(), PATIENCE);

        // then
        Job ended = Replays.await(letters, slow.id(), Job.State.FINISHED, PATIENCE);
        assertThat(ended.leftOut())
                .as(ended.toString())
                .extracting(Plan.LeftOut::why, Plan.LeftOut::count)
                .containsExactlyInAnyOrder(tuple(Plan.Why.RESOLVED, 12L), tuple(Plan.Why.GONE, 18 - ended.done()));
        assertThat(ended.detail()).doesNotContain("or others");
    }

    /** A retention that somebody set takes letters from a job that has not come to them. */
    @Test
    void shouldCountApartWhatKafkaDeletedBeforeItsTurn() throws Exception {
        List<String> ids = seed(SampleRequests.valid(ALTEGIO.simulator().world(), 77, 30, 30));
        Job slow = letters.submit(slow(Selection.of(Filter.OPEN)));
        Job discard = letters.submit(discard(ids.subList(18, 30)));
        Replays.await(letters, discard.id(), Job.State.FINISHED, PATIENCE);
        Awaitility.await("it has begun").atMost(PATIENCE).until(() -> done(slow) > 2);

        // when
        deleteAll(stage.settings().topics().deadLetters());

        // then
        Job ended = Replays.await(letters, slow.id(), Job.State.FINISHED, PATIENCE);
        assertThat(ended.leftOut())
                .as(ended.toString())
                .extracting(Plan.LeftOut::why, Plan.LeftOut::count)
                .containsExactlyInAnyOrder(tuple(Plan.Why.RESOLVED, 12L), tuple(Plan.Why.GONE, 18 - ended.done()));
    }

    private void deleteAll(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
            int partitions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
            for (int partition = 0; partition < partitions; partition++) {
                all.put(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(-1));
            }
            admin.deleteRecords(all).all().get();
        }
    }

    /** Whoever starts only then has seen no letter of the old topic, but knows what was done about them all. */
    @Test
    void shouldCountApartWhatOthersResolvedWhenAProcessStartsAfterTheTopicWasCreatedAgain() throws Exception {
        // given
        List<String> ids = SeededLetters.write(
                stage, SampleRequests.valid(ALTEGIO.simulator().world(), 76, 30, 30));
        Pipeline first = stage.startPipeline();
        letters = first.deadLetters();
        Replays.awaitKnown(letters, 30);
        Job slow = letters.submit(slow(Selection.of(Filter.OPEN)));
        Job discard = letters.submit(discard(ids.subList(18, 30)));
        Replays.await(letters, discard.id(), Job.State.FINISHED, PATIENCE);
        Awaitility.await("it has begun").atMost(PATIENCE).until(() -> done(slow) > 2);

        // when
        first.close();
        recreate(KAFKA.brokers(), stage.settings().topics().deadLetters(), PATIENCE);
        letters = stage.startPipeline().deadLetters();

        // then
        Job ended = Replays.await(letters, slow.id(), Job.State.FINISHED, PATIENCE);
        assertThat(ended.leftOut())
                .as(ended.toString())
                .extracting(Plan.LeftOut::why, Plan.LeftOut::count)
                .containsExactlyInAnyOrder(tuple(Plan.Why.RESOLVED, 12L), tuple(Plan.Why.GONE, 18 - ended.done()));
    }

    private static JobRequest discard(List<String> ids) {
        return new JobRequest(
                Action.DISCARD, Selection.of(ids), "Ben", "", OptionalDouble.empty(), false, false, Map.of());
    }

    private List<Letter> open() {
        return letters.list(Filter.OPEN, Optional.empty(), 100).letters();
    }

    private long done(Job job) {
        return letters.job(job.id()).orElseThrow().done();
    }

    private static List<String> values(List<SampleRequest> samples) {
        return samples.stream().map(SampleRequest::text).toList();
    }

    private static JobRequest slow(Selection selection) {
        return new JobRequest(Action.REPLAY, selection, "Ana", "", OptionalDouble.of(3), false, true, Map.of());
    }

    /** Deletes a topic, and makes one of the same name. */
    public static void recreate(String brokers, String topic, Duration patience) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", brokers))) {
            int partitions = admin.describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .get(topic)
                    .partitions()
                    .size();
            admin.deleteTopics(List.of(topic)).all().get();
            Awaitility.await(topic + " is created again")
                    .ignoreExceptionsMatching(fault -> fault instanceof ExecutionException
                            && (fault.getCause() instanceof TopicExistsException
                                    || fault.getCause() instanceof UnknownTopicOrPartitionException))
                    .atMost(patience)
                    .until(() -> {
                        admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1)))
                                .all()
                                .get();
                        return true;
                    });
        }
    }
}
