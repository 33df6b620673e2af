package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * If this fails, a library that one machine cannot load, which is an error and no exception, ends the threads of its intake
 * without a word, or turns requests away that nothing is wrong with.
 */
class BrokenLibraryTest {

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @TempDir
    private Path empty;

    @Test
    void shouldSayWhyItCannotReadAndDecideNothingUntilItCan() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("topic.partitions", 1)
                .with("intake.consumers", 1)) {
            List<String> ids = new ArrayList<>();
            for (SampleRequest each : SampleRequests.valid(ALTEGIO.simulator().world(), 61, 5, 5)) {
                ids.add(sendCompressed(stage, each.value()));
            }
            Map<String, String> broken = new HashMap<>(stage.environment());
            broken.put("JAVA_TOOL_OPTIONS", "-DZstdNativePath=" + empty.resolve("libzstd.so"));

            try (TurnstileProcess process = TurnstileProcess.start(broken, "run")) {
                process.awaitErr("reconnects to Kafka, and reads again what is not committed", PATIENCE);
                process.awaitErr("Not ready: ", PATIENCE);

                assertThat(process.isAlive()).isTrue();
                assertThat(process.err())
                        .noneMatch(line -> line.startsWith("\tat "))
                        .filteredOn(line -> line.contains("reads again what is not committed"))
                        .as("one line for what fails at first, and one for what fails from then on")
                        .hasSizeBetween(1, 2)
                        .first()
                        .asString()
                        .contains("libzstd.so");
                assertThat(stage.outcomes().lost(ids)).isEqualTo(ids.size());
            }
            try (TurnstileProcess process = TurnstileProcess.start(stage.environment(), "run")) {
                stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);
                assertThat(process.isAlive()).isTrue();
            }
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
        }
    }

    private static String sendCompressed(PipelineFixture stage, byte[] request) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", KAFKA.brokers(), "compression.type", "zstd"),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            RecordMetadata sent = producer.send(
                            new ProducerRecord<>(stage.settings().topics().requests(), request))
                    .get();
            return sent.topic() + "-" + sent.partition() + "-" + sent.offset();
        }
    }
}
