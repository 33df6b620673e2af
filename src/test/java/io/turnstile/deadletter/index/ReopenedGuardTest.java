package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static io.turnstile.deadletter.index.ExampleLetters.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.kafka.RecordedHistoryJson;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.endtoend.fixture.SharedKafka;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Nobody asks of a resolved letter whether a newer request has superseded it, until it is reopened. If this fails, the replay of
 * a reopened letter books a second time.
 */
class ReopenedGuardTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Is so late that no schedule is read for the counts of the last hours, or for requests that may wait. */
    private static final Clock CLOCK = Clock.offset(Clock.systemUTC(), Duration.ofHours(30));

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private DeadLetterTopics topics;

    @BeforeEach
    void createTopics() throws Exception {
        topics = new DeadLetterTopics(KAFKA.brokers());
        // given two letters that were discarded, one of which a newer schedule has superseded, before this process
        // began
        topics.commit(topics.asked(3), topics.asked(5), topics.discarded(3), topics.discarded(5));
        topics.commit(topics.newer(3, 20));
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldNotTakeAReopenedLetterForTheNewestWhenNoScheduleWasReadForIt() throws Exception {
        try (LetterIndex index = LetterIndex.create();
                IndexSync feed = IndexSync.start(topics.config(), index, CLOCK)) {
            feed.awaitReady(PATIENCE);

            // when
            topics.commit(topics.reopened(3), topics.reopened(5));

            // then
            Awaitility.await().atMost(PATIENCE).until(() -> open(index).size() == 2);
            assertThat(open(index))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(id(3), Candidate.Superseded.NOT_KNOWN, id(5), Candidate.Superseded.NOT_KNOWN));
        }
    }

    @Test
    void shouldCompareAReopenedLetterWhenAProcessStarts() throws Exception {
        topics.commit(topics.reopened(3), topics.reopened(5));

        assertThat(restarted())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(id(3), Candidate.Superseded.YES, id(5), Candidate.Superseded.NO));
    }

    /** How far schedules were read tells nothing of letters that were resolved before the first of them. */
    @Test
    void shouldCompareAReopenedLetterThoughItIsRecordedHowFarSchedulesWereRead() throws Exception {
        try (LetterIndex index = LetterIndex.create();
                IndexSync feed = IndexSync.start(topics.config(), index, CLOCK)) {
            feed.awaitReady(PATIENCE);
            topics.commit(topics.schedule(40), topics.schedule(41));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> index.unrecorded(10)
                                    .seen()
                                    .orElseThrow()
                                    .schedules()
                                    .size()
                            == 2);
            record(index.unrecorded(10));
        }

        // when
        topics.commit(topics.reopened(3), topics.reopened(5));

        // then
        assertThat(restarted())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(id(3), Candidate.Superseded.YES, id(5), Candidate.Superseded.NO));
    }

    /** Whoever saw all schedules that came after a letter knows of it, also once it was resolved. */
    @Test
    void shouldKnowOfAReopenedLetterWhatWasSeenWhileItWasResolved() throws Exception {
        try (LetterIndex index = LetterIndex.create();
                IndexSync feed = IndexSync.start(topics.config(), index, CLOCK)) {
            feed.awaitReady(PATIENCE);
            topics.commit(
                    topics.letter(7, "turnstile-origin-timestamp", later()),
                    topics.letter(9, "turnstile-origin-timestamp", later()));
            Awaitility.await().atMost(PATIENCE).until(() -> open(index).size() == 2);
            topics.commit(topics.discarded(7), topics.discarded(9));
            Awaitility.await().atMost(PATIENCE).until(() -> open(index).isEmpty());
            topics.commit(topics.newer(9, 2_000_000_000));
            Awaitility.await()
                    .atMost(PATIENCE)
                    .until(() -> index.unrecorded(10).superseded().size() == 1);
            record(index.unrecorded(10));

            // when
            topics.commit(topics.reopened(7), topics.reopened(9));

            // then
            Awaitility.await().atMost(PATIENCE).until(() -> open(index).size() == 2);
            assertThat(open(index))
                    .containsExactlyInAnyOrderEntriesOf(
                            Map.of(id(7), Candidate.Superseded.NO, id(9), Candidate.Superseded.YES));
        }
        assertThat(restarted())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of(id(7), Candidate.Superseded.NO, id(9), Candidate.Superseded.YES));
    }

    /** Returns a time at which all schedules are read. */
    private static String later() {
        return Long.toString(CLOCK.instant().toEpochMilli());
    }

    private Map<String, Candidate.Superseded> restarted() throws Exception {
        try (LetterIndex index = LetterIndex.create();
                IndexSync feed = IndexSync.start(topics.config(), index, CLOCK)) {
            feed.awaitReady(PATIENCE);
            return open(index);
        }
    }

    private void record(RecordedHistory history) {
        assertThat(history.seen()).isPresent();
        topics.commit(
                new ProducerRecord<>(topics.config().jobs(), 0, new byte[0], RecordedHistoryJson.write(history, NOON)));
    }

    private static Map<String, Candidate.Superseded> open(LetterIndex index) {
        Map<String, Candidate.Superseded> open = new TreeMap<>();
        List<Candidate> candidates = index.candidates(Selection.of(Filter.OPEN), Optional.empty(), 10)
                .candidates();
        candidates.forEach(each -> open.put(each.letter().id(), each.superseded()));
        return open;
    }
}
