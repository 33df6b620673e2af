package io.turnstile.deadletter.retention;

import static io.turnstile.deadletter.index.DeadLetterTopics.header;
import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static io.turnstile.deadletter.index.ExampleLetters.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.turnstile.deadletter.index.DeadLetterTopics;
import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.kafka.RecordedHistoryJson;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.endtoend.fixture.SharedKafka;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A newer request of the same client and event is settled, and its letter pruned. If this fails, the old one is no longer
 * taken for superseded after a restart, and a replay books what the client changed since.
 */
class PrunedSiblingTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private final List<Place> told = new ArrayList<>();
    private DeadLetterTopics topics;

    @BeforeEach
    void createTopics() throws Exception {
        topics = new DeadLetterTopics(KAFKA.brokers());
        // given an open letter, and a newer one on another partition, discarded
        topics.commit(letter(1, 1), letter(0, 2), topics.discarded(2));
    }

    @AfterEach
    void close() {
        topics.close();
    }

    @Test
    void shouldKnowAfterARestartThatALetterIsSupersededThoughTheNewerOneIsPruned() throws Exception {
        prune(letters -> record(letters, Instant.now()));
        assertThat(told).containsExactly(new Place(1, 0));

        assertThat(supersededAfterARestart()).isEqualTo(Candidate.Superseded.YES);
    }

    @Test
    void shouldPruneNothingWhenThatCannotBeRecorded() {
        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() -> prune(letters -> {
                    throw new TimeoutException("Kafka did not take it");
                }));

        assertThat(supersededAfterARestart()).isEqualTo(Candidate.Superseded.YES);
    }

    /** Places repeat when the topic of the dead letters is created again. */
    @Test
    void shouldNotTakeALetterForSupersededThatWasDecidedAfterThatWasRecorded() throws Exception {
        prune(letters -> record(letters, NOON.minusSeconds(3_600)));

        assertThat(supersededAfterARestart()).isEqualTo(Candidate.Superseded.NO);
    }

    private void prune(Pruning.Record record) throws TimeoutException, InterruptedException {
        try (LetterIndex index = LetterIndex.create();
                IndexSync sync = IndexSync.start(topics.config(), index, Clock.fixed(NOON, ZoneOffset.UTC))) {
            sync.awaitReady(PATIENCE);
            new Pruning(topics.config(), index, sync, (by, what, why) -> {}, letters -> {
                        told.addAll(letters);
                        record.superseded(letters);
                    })
                    .prune("ann", "", PATIENCE);
        }
    }

    private void record(List<Place> superseded, Instant at) {
        topics.commit(new ProducerRecord<>(
                topics.config().jobs(),
                0,
                new byte[0],
                RecordedHistoryJson.write(
                        new RecordedHistory(List.of(), superseded, Optional.empty(), Optional.empty()), at)));
    }

    private Candidate.Superseded supersededAfterARestart() {
        try (LetterIndex index = LetterIndex.create();
                IndexSync sync = IndexSync.start(topics.config(), index, Clock.fixed(NOON, ZoneOffset.UTC))) {
            sync.awaitReady(PATIENCE);
            return index.candidates(Selection.of(Filter.OPEN), Optional.empty(), 10)
                    .candidates()
                    .get(0)
                    .superseded();
        } catch (TimeoutException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Makes a letter of one client and event, asked for at noon. */
    private ProducerRecord<byte[], byte[]> letter(int partition, int n) {
        return topics.record(
                partition,
                "7".getBytes(StandardCharsets.UTF_8),
                "{\"request_id\": \"r\", \"location_id\": 1, \"client_id\": 7, \"event_id\": 8}"
                        .getBytes(StandardCharsets.UTF_8),
                header("turnstile-dead-letter-id", id(n)),
                header("turnstile-kind", "rejected"),
                header("turnstile-reason", "NO_MEMBERSHIP"),
                header("turnstile-message", "Client 7 has no membership."),
                header("turnstile-origin-timestamp", Long.toString(NOON.toEpochMilli())),
                header("turnstile-decided-at", NOON.plusSeconds(n).toString()));
    }
}
