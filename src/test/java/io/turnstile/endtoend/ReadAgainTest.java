package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.app.Pipeline;
import io.turnstile.demo.EmbeddedKafka;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, a client is booked twice or not at all because Kafka had a bad moment. */
class ReadAgainTest {

    private static final Duration PATIENCE = Duration.ofSeconds(120);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldDecideEachRequestOnceWhenTransactionsFail() throws InterruptedException {
        ALTEGIO.answerAfter(Duration.ofMillis(20));
        try (PipelineFixture stage =
                PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url()).with("intake.consumers", 1)) {
            List<String> ids = sendRequests(stage, 1_000);
            stage.startPipeline();
            stage.awaitDecided(ids, 300, PATIENCE);

            // when a producer of the same transactional id ends what the pipeline has begun
            fence(stage);

            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(stage.stops()).isEmpty();
        }
    }

    @Test
    void shouldDecideEachRequestOnceWhenTheBrokerGoesAwayInTheMiddle() throws InterruptedException {
        ALTEGIO.answerAfter(Duration.ofMillis(20));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(0);
                PipelineFixture stage = PipelineFixture.on(kafka.brokers(), ALTEGIO.url())) {
            List<String> ids = sendRequests(stage, 1_000);
            stage.startPipeline();
            stage.awaitDecided(ids, 300, PATIENCE);

            kafka.suspend();
            kafka.resume();

            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(stage.stops()).isEmpty();
        }
    }

    @Test
    void shouldDecideEachRequestOnceWhenAnInstanceJoinsAndLeaves() throws InterruptedException {
        ALTEGIO.answerAfter(Duration.ofMillis(20));
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("kafka.properties.session.timeout.ms", 6_000)
                .with("intake.concurrency", 32)) {
            List<String> ids = sendRequests(stage, 2_000);
            stage.startPipeline();
            stage.awaitDecided(ids, 300, PATIENCE);

            Pipeline second = stage.startPipelineWith("instance", "second");
            stage.awaitDecided(ids, 1_000, PATIENCE);
            second.close();

            stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
            assertThat(stage.stops()).isEmpty();
        }
    }

    private static List<String> sendRequests(PipelineFixture stage, int count) throws InterruptedException {
        return stage.send(SampleRequests.valid(ALTEGIO.simulator().world(), 6, count, 1_000));
    }

    private static void fence(PipelineFixture stage) {
        String group = stage.settings().kafka().group();
        Map<String, Object> properties = Map.of(
                "bootstrap.servers",
                stage.settings().kafka().brokers(),
                "transactional.id",
                group + "-" + stage.settings().instance() + "-requests-0",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        try (KafkaProducer<byte[], byte[]> other = new KafkaProducer<>(properties)) {
            other.initTransactions();
        }
    }
}
