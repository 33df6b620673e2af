package io.turnstile.deadletter.index;

import static io.turnstile.deadletter.index.ExampleLetters.NOON;
import static io.turnstile.deadletter.index.ExampleLetters.id;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.kafka.LetterReader;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.kafka.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;

/** If this fails, dead letters that come after an outage of Kafka are not shown until a restart, and nobody knows. */
class SuspendedKafkaTest {

    /** Waiting for Kafka is no reason to take a thread for stuck. */
    private static void awaitSigns(IndexSync feed) {
        for (Heartbeat each : feed.heartbeats()) {
            long before = each.beats();
            await("signs of " + each.thread()).atMost(PATIENCE).until(() -> each.beats() > before + 2);
        }
    }

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @Test
    void shouldSayThatKafkaIsAwayAndGoOnWhereItWas() throws Exception {
        // given
        EmbeddedKafka kafka = EmbeddedKafka.start(0);
        try (DeadLetterTopics topics = new DeadLetterTopics(kafka.brokers());
                LetterIndex index = LetterIndex.create();
                IndexSync feed = IndexSync.start(topics.config(), index, Clock.fixed(NOON, ZoneOffset.UTC));
                LetterReader reader = new LetterReader(topics.config(), ghost -> {})) {
            topics.commit(topics.letter(1));
            await().atMost(PATIENCE).until(() -> index.find(id(1)).isPresent());
            Letter letter = index.find(id(1)).orElseThrow();

            // when
            kafka.suspend();

            // then
            await().atMost(PATIENCE).until(() -> feed.state().trouble().isPresent());
            assertThat(feed.state().trouble()).contains("Kafka does not answer");
            awaitSigns(feed);
            assertThat(index.page(Filter.OPEN, Optional.empty(), 10).letters()).hasSize(1);
            Assertions.assertThatExceptionOfType(TimeoutException.class)
                    .isThrownBy(() -> reader.read(letter, Duration.ofMillis(500)));

            // when
            kafka.resume();
            topics.commit(topics.letter(2), topics.discarded(1));

            // then
            await().atMost(PATIENCE).until(() -> ids(index).equals(List.of(id(2))));
            await().atMost(PATIENCE).until(() -> feed.state().trouble().isEmpty());
            assertThat(reader.read(letter, PATIENCE)).isPresent();
        } finally {
            kafka.close();
        }
    }

    private static List<String> ids(LetterIndex index) {
        return index.page(Filter.OPEN, Optional.empty(), 10).letters().stream()
                .map(Letter::id)
                .toList();
    }
}
