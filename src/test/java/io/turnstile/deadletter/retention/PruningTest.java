package io.turnstile.deadletter.retention;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.turnstile.deadletter.index.DeadLetterTopics;
import io.turnstile.deadletter.index.ExampleLetters;
import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.kafka.IndexSyncConfig;
import io.turnstile.deadletter.kafka.LetterReader;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.endtoend.fixture.SharedKafka;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, open dead letters are deleted, by Kafka without a warning or by people who wanted rid of the resolved ones. */
class PruningTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private final LetterIndex index = LetterIndex.create();
    private final List<String> audit = new ArrayList<>();
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
    void shouldDeleteWhatIsResolvedUpToTheOldestOpenLetter() throws Exception {
        // given on partition 0 letters 0, 2, 4 of which 2 is open, on partition 1 letters 1, 3 of which none is
        topics.commit(topics.letter(0), topics.letter(2), topics.letter(4), topics.letter(1), topics.letter(3));
        topics.commit(topics.discarded(0), topics.discarded(4), topics.discarded(1), topics.discarded(3));
        try (IndexSync feed = start();
                LetterReader reader = new LetterReader(topics.config(), ghost -> {})) {
            Pruning pruning = new Pruning(
                    topics.config(),
                    index,
                    feed,
                    (by, what, why) -> audit.add(by + " " + what + ": " + why),
                    letters -> {});
            feed.awaitReady(PATIENCE);

            List<Letter> all = IntStream.range(0, 5).mapToObj(this::letter).toList();

            // when, then: on partition 1 the mark of the transaction goes too
            assertThat(pruning.prune("ann", "old", PATIENCE)).isEqualTo(Map.of(0, 1L, 1, 3L));
            assertThat(pruning.prune("ann", "again", PATIENCE)).isEmpty();
            assertThat(audit)
                    .containsExactly(
                            "ann wants to prune resolved letters: old",
                            "ann pruned 4 records of resolved letters: old",
                            "ann wants to prune resolved letters: again",
                            "ann pruned 0 records of resolved letters: again");
            assertThat(reader.read(all.get(0), PATIENCE)).isEmpty();
            assertThat(reader.read(all.get(1), PATIENCE)).isEmpty();
            assertThat(reader.read(all.get(2), PATIENCE)).isPresent();
            assertThat(reader.read(all.get(4), PATIENCE)).isPresent();

            // and lists show what is left
            await().atMost(PATIENCE).until(() -> index.page(Filter.ALL, Optional.empty(), 10).letters().stream()
                    .map(Letter::id)
                    .collect(Collectors.toSet())
                    .equals(Set.of(ExampleLetters.id(2), ExampleLetters.id(4))));
        }
        assertThatIllegalStateException().isThrownBy(() -> {
            try (LetterIndex other = LetterIndex.create();
                    IndexSync feed = IndexSync.start(
                            new IndexSyncConfig(KAFKA.brokers(), Map.of(), "t", "none", "none", "none", "none"),
                            other,
                            Clock.fixed(NOON, ZoneOffset.UTC))) {
                new Pruning(topics.config(), other, feed, (by, what, why) -> {}, letters -> {})
                        .prune("ann", "", PATIENCE);
            }
        });
    }

    /** Without the word before, letters are gone and nobody knows who wanted that when the process dies in the middle. */
    @Test
    void shouldDeleteNothingWhenTheAuditTakesNoIntent() throws Exception {
        // given
        topics.commit(topics.letter(0));
        topics.commit(topics.discarded(0));
        try (IndexSync feed = start();
                LetterReader reader = new LetterReader(topics.config(), ghost -> {})) {
            feed.awaitReady(PATIENCE);
            Pruning pruning = new Pruning(
                    topics.config(),
                    index,
                    feed,
                    (by, what, why) -> {
                        throw new TimeoutException("Kafka did not take it");
                    },
                    letters -> {});

            // when, then
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> pruning.prune("ann", "", PATIENCE));
            assertThat(reader.read(letter(0), PATIENCE)).isPresent();
        }
    }

    @Test
    void shouldWarnWithTheTimeLeftForTheOldestOpenLetter() throws Exception {
        // given
        index.addLetters(List.of(ExampleLetters.rejected(0, 7, 8)));
        try (RetentionMonitor watch = new RetentionMonitor(
                topics.config(), index, Clock.fixed(NOON.plus(Duration.ofDays(5)), ZoneOffset.UTC))) {
            // when
            set("retention.ms", Long.toString(Duration.ofDays(7).toMillis()));

            // then
            await().atMost(PATIENCE).until(() -> watch.warnings().stream()
                    .anyMatch(each -> each.equals(topics.config().deadLetters() + " drops what is older than 7 d"
                            + " (retention.ms=604800000), the oldest open dead letter in 2 d: set retention.ms=-1")));
        }
        // when nothing expires any more
        set("retention.ms", "-1");
        assertThat(new Expiry(Optional.empty(), Optional.empty(), false).ofLetters("any", index.oldestOpen(), NOON))
                .isEmpty();
        assertThat(new Expiry(Optional.of(Duration.ofDays(1)), Optional.of(9L), true)
                        .ofLetters("any", index.oldestOpen(), NOON.plus(Duration.ofDays(2))))
                .hasSize(3)
                .first()
                .asString()
                .contains("may go at any moment");
    }

    /** An orchestrator that waits for health too long restarts the pipeline; whoever looks at graphs sees a gap. */
    @Test
    void shouldAnswerAtOnceThoughTheIndexIsBusy() throws Exception {
        // given an index that lets everybody wait
        CountDownLatch free = new CountDownLatch(1);
        try (RetentionMonitor watch = new RetentionMonitor(
                topics.config(),
                () -> {
                    awaitFree(free);
                    return Optional.of(NOON);
                },
                Clock.fixed(NOON, ZoneOffset.UTC))) {
            set("retention.ms", "1000");

            // when, then it says nothing until it knows
            assertThat(assertTimeoutPreemptively(PATIENCE, watch::warnings)).isEmpty();
            assertThat(assertTimeoutPreemptively(PATIENCE, watch::warnings)).isEmpty();
            free.countDown();
            await().atMost(PATIENCE).until(() -> !watch.warnings().isEmpty());
        }
    }

    private static void awaitFree(CountDownLatch free) {
        try {
            free.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void set(String key, String value) throws Exception {
        topics.admin()
                .incrementalAlterConfigs(Map.of(
                        new ConfigResource(
                                ConfigResource.Type.TOPIC, topics.config().deadLetters()),
                        List.of(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET))))
                .all()
                .get();
    }

    private Letter letter(int n) {
        return index.find(ExampleLetters.id(n)).orElseThrow();
    }

    private IndexSync start() {
        return IndexSync.start(topics.config(), index, Clock.fixed(NOON, ZoneOffset.UTC));
    }
}
