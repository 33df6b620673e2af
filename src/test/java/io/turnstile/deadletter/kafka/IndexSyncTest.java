package io.turnstile.deadletter.kafka;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static io.turnstile.deadletter.index.ExampleLetters.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.deadletter.index.DeadLetterTopics;
import io.turnstile.deadletter.index.ExampleLetters;
import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.endtoend.fixture.SharedKafka;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, what people see of the dead letters is not what stands on Kafka. */
class IndexSyncTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private final LetterIndex index = LetterIndex.create();
    private final List<Letter> ghosts = new java.util.concurrent.CopyOnWriteArrayList<>();
    private DeadLetterTopics topics;

    @BeforeEach
    void createTopics() throws Exception {
        topics = new DeadLetterTopics(KAFKA.brokers());
    }

    @AfterEach
    void close() {
        index.close();
        topics.close();
    }

    @Test
    void shouldShowWhatIsCommittedAndFollowReplays() throws Exception {
        // given
        topics.commit(topics.letter(1), topics.letter(2), topics.letter(3));
        topics.abort(topics.letter(4), topics.discarded(3));
        topics.commit(topics.discarded(1), topics.replayed(2, 12));
        try (IndexSync feed = start()) {
            // when
            feed.awaitReady(PATIENCE);

            // then
            assertThat(ids(Filter.OPEN)).containsExactly(id(3));
            assertThat(index.find(id(1)).orElseThrow().status()).isEqualTo(Status.DISCARDED);
            assertThat(outcome(2)).isEqualTo(Outcome.WAITING);
            assertThat(feed.state()).isEqualTo(new IndexSync.State(true, 3, 0, Optional.empty()));

            // when it continues
            topics.commit(topics.replayed(3, 13), topics.schedule(13), topics.letter(12, "turnstile-replays", "1"));

            // then
            await().atMost(PATIENCE).untilAsserted(() -> {
                assertThat(outcome(2)).isEqualTo(Outcome.REJECTED);
                assertThat(outcome(3)).isEqualTo(Outcome.SCHEDULED);
            });
            assertThat(ids(Filter.OPEN)).containsExactly(id(12));
        }
    }

    @Test
    void shouldKnowAReplaysOutcomeThoughItsResolutionIsSeenAfterIt() throws Exception {
        // given a replay whose transaction shows on the topic of the requests, but not on that of the resolutions yet
        topics.commit(topics.letter(1));
        try (IndexSync feed = start();
                DeadLetterTopics.Open replay = topics.begin(topics.replayed(1, 11))) {
            feed.awaitReady(PATIENCE);

            // when the request is scheduled, and something after it is seen
            topics.commit(topics.schedule(11), topics.letter(2));
            await().atMost(PATIENCE).until(() -> index.find(id(2)).isPresent());
            replay.commit();

            // then
            await().atMost(PATIENCE).untilAsserted(() -> assertThat(outcome(1)).isEqualTo(Outcome.SCHEDULED));
        }
    }

    @Test
    void shouldNotSayThatItHasReadAResolutionWhileItsLetterStillSeemsOpen() throws Exception {
        // given enough letters for the index to be built in a while
        topics.commit(IntStream.range(1, 5_000).mapToObj(topics::letter).toList());
        topics.commit(topics.discarded(1));
        TopicPartition resolutions = new TopicPartition(topics.config().resolutions(), 1);
        try (IndexSync feed = start()) {
            // when
            await().pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(PATIENCE)
                    .until(() -> index.positions().getOrDefault(resolutions, 0L) > 0);

            // then
            assertThat(index.find(id(1)).orElseThrow().status()).isEqualTo(Status.DISCARDED);
            feed.awaitReady(PATIENCE);
        }
    }

    @Test
    void shouldFetchBytesAsTheyAre() throws Exception {
        // given records that are large, null, no text, and one that is pruned
        byte[] odd = {(byte) 0xFF, 0, (byte) 0xC3};
        byte[] huge = new byte[900_000];
        topics.commit(
                topics.letter(0),
                topics.record(0, null, null, DeadLetterTopics.header("x", (byte[]) null)),
                topics.record(0, odd, huge, DeadLetterTopics.header("turnstile-kind", odd)));
        topics.commit(topics.record(1, odd, odd));
        topics.deleteUpTo(0, 1);
        try (IndexSync feed = start();
                LetterReader reader = new LetterReader(topics.config(), ghosts::add)) {
            feed.awaitReady(PATIENCE);
            Letter pruned = ExampleLetters.rejected(0, 7, 8).letter();
            List<Letter> letters = index.page(Filter.OPEN, Optional.empty(), 10).letters();
            assertThat(letters).hasSize(3);

            // when
            List<Optional<Content>> found =
                    reader.read(List.of(at(letters, 1, 0), pruned, at(letters, 0, 2)), PATIENCE);
            Content nothing = reader.read(at(letters, 0, 1), PATIENCE).orElseThrow();

            // then
            assertThat(found.get(0).orElseThrow().value()).isEqualTo(odd);
            assertThat(found.get(1)).isEmpty();
            assertThat(found.get(2).orElseThrow().value()).isEqualTo(huge);
            assertThat(found.get(2).orElseThrow().key()).isEqualTo(odd);
            assertThat(nothing.key()).isNull();
            assertThat(nothing.value()).isNull();
            assertThat(nothing.headers()).hasSize(1);
            assertThat(nothing.headers().get(0).value()).isNull();
        }
    }

    @Test
    void shouldReadNothingWhereAnotherLetterStandsByNow() throws Exception {
        // given a letter in the place of one that was listed before
        topics.commit(topics.letter(2));
        Letter listed = ExampleLetters.letter(4, 0, "rejected", "NO_MEMBERSHIP", 7, 4, 0)
                .letter();
        try (LetterReader reader = new LetterReader(topics.config(), ghosts::add)) {
            // when, then
            assertThat(reader.read(listed, PATIENCE)).isEmpty();
            assertThat(ghosts).containsExactly(listed);
        }
    }

    @Test
    void shouldReadPartitionsThatAreAddedWhileItRuns() throws Exception {
        try (IndexSync feed = start()) {
            feed.awaitReady(PATIENCE);
            topics.admin()
                    .createPartitions(java.util.Map.of(
                            topics.config().deadLetters(),
                            org.apache.kafka.clients.admin.NewPartitions.increaseTo(4),
                            topics.config().resolutions(),
                            org.apache.kafka.clients.admin.NewPartitions.increaseTo(4)))
                    .all()
                    .get();

            topics.commit(topics.record(3, null, null, DeadLetterTopics.header("turnstile-dead-letter-id", id(9))));

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(ids(Filter.OPEN)).containsExactly(id(9)));
        }
    }

    private IndexSync start() {
        return IndexSync.start(topics.config(), index, Clock.fixed(NOON, ZoneOffset.UTC));
    }

    private List<String> ids(Filter filter) {
        return index.page(filter, Optional.empty(), 100).letters().stream()
                .map(Letter::id)
                .toList();
    }

    private Outcome outcome(int n) {
        return index.find(id(n)).orElseThrow().fate().orElseThrow().outcome();
    }

    private static Letter at(List<Letter> letters, int partition, long offset) {
        return letters.stream()
                .filter(each -> each.partition() == partition && each.offset() == offset)
                .findFirst()
                .orElseThrow();
    }
}
