package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.endtoend.fixture.TurnstileProcess;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * If this fails, one record of a few kilobytes, which takes more memory than there is once it is decompressed, stops its
 * partition for ever and ends each process that meets it.
 */
class HugeRecordsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(180);

    /** More than a process with 512 MiB of heap can allocate at once. */
    private static final int UNREADABLE = 400_000_000;

    private static final int UNPARSEABLE = 120_000_000;

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    @Test
    void shouldDeadLetterRecordsThatDoNotFitIntoMemoryAndDecideThoseAmongThem() throws Exception {
        try (PipelineFixture stage = PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("topic.partitions", 1)
                .with("intake.consumers", 1)) {
            List<SampleRequest> samples =
                    SampleRequests.valid(ALTEGIO.simulator().world(), 47, 9, 9);
            List<String> ids = new ArrayList<>(stage.send(samples.subList(0, 3)));
            String unparseable = sendZeros(stage, UNPARSEABLE);
            ids.addAll(stage.send(samples.subList(3, 6)));
            String unreadable = sendZeros(stage, UNREADABLE);
            String next = sendZeros(stage, UNREADABLE);
            ids.addAll(stage.send(samples.subList(6, 9)));
            List<String> all = new ArrayList<>(ids);
            all.addAll(List.of(unparseable, unreadable, next));

            try (TurnstileProcess process = TurnstileProcess.start(stage.environment(), "run")) {
                stage.awaitExactlyOneOutcomeEach(all, PATIENCE);

                assertThat(process.isAlive()).isTrue();
                assertThat(process.err())
                        .filteredOn(line -> line.contains("does not fit into memory: it becomes a dead letter"))
                        .hasSize(2)
                        .anyMatch(line -> line.contains(unreadable));
                assertThat(process.err()).noneMatch(line -> line.startsWith("\tat "));
            }
            assertThat(ids).allSatisfy(id -> assertThat(stage.reasonOf(id)).isEqualTo("SCHEDULED"));
            assertLetter(stage, unreadable, "NOT_JSON", "unknown");
            assertLetter(stage, next, "NOT_JSON", "unknown");
            assertLetter(stage, unparseable, "INVALID_REQUEST", Integer.toString(UNPARSEABLE));
        }
    }

    private static void assertLetter(PipelineFixture stage, String id, String reason, String omitted) {
        assertThat(stage.reasonOf(id)).isEqualTo(reason);
        assertThat(stage.outcomeOf(id).value()).isNull();
        assertThat(OutcomeCount.header(stage.outcomeOf(id), "turnstile-kind")).isEqualTo("malformed");
        assertThat(OutcomeCount.header(stage.outcomeOf(id), "turnstile-value-omitted"))
                .isEqualTo(omitted);
    }

    /** Sends a record of zeros, which takes a few kilobytes on its way. */
    private static String sendZeros(PipelineFixture stage, int size) throws Exception {
        Map<String, Object> properties = Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                KAFKA.brokers(),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class.getName(),
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class.getName(),
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "zstd",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                1_000_000_000,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                2_000_000_000L);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(properties)) {
            RecordMetadata sent = producer.send(
                            new ProducerRecord<>(stage.settings().topics().requests(), new byte[size]))
                    .get();
            return sent.topic() + "-" + sent.partition() + "-" + sent.offset();
        }
    }
}
