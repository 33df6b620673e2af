package io.turnstile.deadletter.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.deadletter.index.DeadLetterTopics;
import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.kafka.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, an instance that is asked to end while its index of dead letters is being built never ends. */
class IndexSyncReaderTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @Test
    void shouldStopThoughNobodyWritesWhatItWaitsFor() throws Exception {
        try (DeadLetterTopics topics = new DeadLetterTopics(KAFKA.brokers());
                LetterIndex index = LetterIndex.create()) {
            // given a reader that has read all letters, and waits for the index to be built
            CountDownLatch waits = new CountDownLatch(2);
            IndexSyncReader reader = new IndexSyncReader(
                    topics.config(),
                    index,
                    Clock.systemUTC(),
                    new IndexSyncProgress(),
                    batch -> {},
                    unwritten -> waits.countDown(),
                    new Heartbeat("dead-letter-feed", PATIENCE));
            Thread reading = new Thread(() -> {
                try {
                    reader.read();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            reading.start();
            assertThat(waits.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

            // when
            reader.stop();

            // then
            reading.join(PATIENCE.toMillis());
            assertThat(reading.isAlive()).isFalse();
        }
    }
}
