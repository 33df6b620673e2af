package io.turnstile.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import io.turnstile.deadletter.index.DeadLetterTopics;
import io.turnstile.deadletter.index.ExampleLetters;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.deadletter.replay.AuditEntry;
import io.turnstile.deadletter.replay.log.JobKafka;
import io.turnstile.deadletter.replay.run.Jobs;
import io.turnstile.endtoend.fixture.SharedKafka;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, letters are deleted for good by somebody of which the audit has no word. */
class PruneAuditTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @Test
    void shouldAuditWhoeverPrunesAlsoWithoutTheRest() throws Exception {
        try (DeadLetterTopics topics = new DeadLetterTopics(KAFKA.brokers());
                DeadLetters letters = create(topics)) {
            // given a resolved letter
            topics.commit(topics.letter(0));
            topics.commit(topics.discarded(0));
            letters.start();
            await().atMost(PATIENCE)
                    .until(() -> letters.indexState().ready()
                            && letters.find(ExampleLetters.id(0))
                                    .filter(each -> each.status() == Status.DISCARDED)
                                    .isPresent());

            // when
            assertThat(letters.prune("nightly", "older than a month")).containsOnlyKeys(0);

            // then, the newest first; the mark of the transaction is a record too
            assertThat(letters.audit())
                    .extracting(AuditEntry::by, AuditEntry::what, AuditEntry::why)
                    .containsExactly(
                            tuple("nightly", "pruned 2 records of resolved letters", "older than a month"),
                            tuple("nightly", "wants to prune resolved letters", "older than a month"));
        }
    }

    @Test
    void shouldAuditAlsoWhatCouldNotBePruned() throws Exception {
        try (DeadLetterTopics topics = new DeadLetterTopics(KAFKA.brokers());
                DeadLetters letters = create(topics)) {
            // given that somebody deletes the topic
            letters.start();
            await().atMost(PATIENCE).until(() -> letters.indexState().ready());
            topics.admin()
                    .deleteTopics(List.of(topics.config().deadLetters()))
                    .all()
                    .get();

            // when, then
            assertThatIllegalStateException().isThrownBy(() -> letters.prune("nightly", ""));
            assertThat(letters.audit())
                    .extracting(AuditEntry::what)
                    .hasSize(2)
                    .last()
                    .isEqualTo("wants to prune resolved letters");
            assertThat(letters.audit().get(0).what()).startsWith("pruned nothing that is known of: ");
        }
    }

    private static DeadLetters create(DeadLetterTopics topics) {
        return new DeadLetters(
                topics.config(),
                new JobKafka(
                        KAFKA.brokers(),
                        Map.of(),
                        topics.config().jobs(),
                        "instance",
                        new JobKafka.Topics(
                                "requests",
                                topics.config().deadLetters(),
                                topics.config().resolutions(),
                                topics.config().jobs())),
                new Jobs.Config(5, 1, OptionalDouble.empty()),
                (letter, value) -> {
                    throw new UnsupportedOperationException("No letter was to be tried");
                },
                Clock.systemUTC());
    }
}
