package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static io.turnstile.deadletter.index.ExampleLetters.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.index.entry.JobCount;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.kafka.RecordedHistoryJson;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.endtoend.fixture.SharedKafka;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Schedules expire, and what they told does not. If this fails, replays wait for ever after a restart, and an old letter is
 * booked a second time because its newer sibling is forgotten.
 */
class ForgottenSchedulesTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    /** Is so late that no schedule is read for the counts of the last hours, or for requests that may wait. */
    private static final Clock CLOCK = Clock.offset(Clock.systemUTC(), Duration.ofHours(30));

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private DeadLetterTopics topics;

    @BeforeEach
    void createTopics() throws Exception {
        topics = new DeadLetterTopics(KAFKA.brokers());
        // given a replay that was scheduled, a letter that a newer schedule has superseded, and one of which none was
        topics.commit(topics.letter(1), topics.asked(3), topics.asked(5), topics.replayed(1, 11));
        topics.commit(topics.schedule(11), topics.newer(3, 20));
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldKnowAfterARestartWhatWasRecordedThoughTheSchedulesAreGone() throws Exception {
        RecordedHistory recorded = read(index -> index.unrecorded(10));
        assertThat(recorded.outcomes()).containsExactly(new RecordedHistory.Settled(id(11), Outcome.SCHEDULED, ""));
        assertThat(recorded.superseded()).hasSize(1);

        // when
        record(recorded);
        forgetSchedules();

        // then
        read(index -> {
            assertThat(outcome(index)).isEqualTo(Outcome.SCHEDULED);
            assertThat(superseded(index, 3)).isEqualTo(Candidate.Superseded.YES);
            assertThat(superseded(index, 5)).isEqualTo(Candidate.Superseded.NO);
            assertThat(index.unrecorded(10).hasFacts()).as("it is recorded").isFalse();
            return index;
        });
    }

    @Test
    void shouldSayThatItDoesNotKnowWhenTheSchedulesAreGoneAndNothingWasRecorded() throws Exception {
        // when
        forgetSchedules();

        // then
        read(index -> {
            assertThat(outcome(index)).isEqualTo(Outcome.NOT_KNOWN);
            assertThat(index.jobCount("job")).isEqualTo(new JobCount(1, Map.of(Outcome.NOT_KNOWN, 1L)));
            assertThat(superseded(index, 3)).isEqualTo(Candidate.Superseded.NOT_KNOWN);
            assertThat(superseded(index, 5)).isEqualTo(Candidate.Superseded.NOT_KNOWN);
            return index;
        });
    }

    /** What was not known at one start does not become known by the next. */
    @Test
    void shouldSayAfterEachFurtherRestartThatItDoesNotKnow() throws Exception {
        forgetSchedules();
        topics.commit(topics.schedule(40), topics.schedule(41));

        // when
        record(read(index -> index.unrecorded(10)));

        // then
        record(read(index -> {
            assertThat(superseded(index, 5)).isEqualTo(Candidate.Superseded.NOT_KNOWN);
            return index.unrecorded(10);
        }));
        read(index -> {
            assertThat(superseded(index, 3)).isEqualTo(Candidate.Superseded.NOT_KNOWN);
            assertThat(superseded(index, 5)).isEqualTo(Candidate.Superseded.NOT_KNOWN);
            return index;
        });
    }

    /** What is recorded holds only up to where schedules had been read then. */
    @Test
    void shouldSayThatItDoesNotKnowWhenSchedulesAreGoneThatCameAfterTheRecord() throws Exception {
        record(read(index -> index.unrecorded(10)));

        // when
        topics.commit(topics.newer(5, 21));
        forgetSchedules();

        // then
        read(index -> {
            assertThat(superseded(index, 5)).isEqualTo(Candidate.Superseded.NOT_KNOWN);
            assertThat(superseded(index, 3)).isEqualTo(Candidate.Superseded.YES);
            return index;
        });
    }

    @Test
    void shouldReadNoScheduleAgainThatIsRecorded() throws Exception {
        record(read(index -> index.unrecorded(10)));
        topics.commit(topics.newer(5, 21));

        // when, then only the last one is read
        read(index -> {
            assertThat(superseded(index, 5)).isEqualTo(Candidate.Superseded.YES);
            assertThat(index.minutes(NOON)).hasSize(1).first().satisfies(each -> assertThat(each.scheduled())
                    .isEqualTo(1));
            return index;
        });
    }

    @FunctionalInterface
    private interface Look<T> {
        T at(LetterIndex index);
    }

    /** Looks at an index that was made from what Kafka holds now. */
    private <T> T read(Look<T> look) throws Exception {
        try (LetterIndex index = LetterIndex.create();
                IndexSync feed = IndexSync.start(topics.config(), index, CLOCK)) {
            feed.awaitReady(PATIENCE);
            return look.at(index);
        }
    }

    private void record(RecordedHistory history) {
        assertThat(history.seen()).isPresent();
        topics.commit(
                new ProducerRecord<>(topics.config().jobs(), 0, new byte[0], RecordedHistoryJson.write(history, NOON)));
    }

    private void forgetSchedules() throws Exception {
        for (int partition = 0; partition < DeadLetterTopics.PARTITIONS; partition++) {
            TopicPartition each = new TopicPartition(topics.config().schedules(), partition);
            long end = topics.admin()
                    .listOffsets(Map.of(each, OffsetSpec.latest()))
                    .partitionResult(each)
                    .get()
                    .offset();
            if (end > 0) {
                topics.admin()
                        .deleteRecords(Map.of(each, RecordsToDelete.beforeOffset(end)))
                        .all()
                        .get();
            }
        }
    }

    private static Outcome outcome(LetterIndex index) {
        return index.find(id(1)).orElseThrow().fate().orElseThrow().outcome();
    }

    private static Candidate.Superseded superseded(LetterIndex index, int n) {
        return index.candidates(Selection.of(Filter.OPEN), Optional.empty(), 10).candidates().stream()
                .filter(each -> each.letter().id().equals(id(n)))
                .map(Candidate::superseded)
                .findFirst()
                .orElseThrow();
    }
}
