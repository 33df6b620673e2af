package io.turnstile.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.demo.OutcomeCount;
import io.turnstile.endtoend.fixture.PipelineFixture;
import io.turnstile.endtoend.fixture.SharedKafka;
import io.turnstile.endtoend.fixture.SimulatedAltegio;
import io.turnstile.simulator.fault.Faults;
import io.turnstile.simulator.sample.SampleRequest;
import io.turnstile.simulator.sample.SampleRequests;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * If this fails, one record that Kafka let in, but does not take as an outcome, stops all bookings of its consumer for ever:
 * for its size, its key, its headers, its timestamp, or what its topic asks for.
 */
class OddRecordsTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LARGE = 1_048_400;
    private static final long YEAR_2100 = 4_102_444_800_000L;
    private static final JsonMapper JSON = new JsonMapper();

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    @RegisterExtension
    static final SimulatedAltegio ALTEGIO = new SimulatedAltegio();

    private final List<SampleRequest> samples =
            SampleRequests.valid(ALTEGIO.simulator().world(), 31, 60, 60);

    @Test
    void shouldDecideEachRecordWhenOddOnesStandAmongOthersOnTopicsThatTurnstileMade() throws Exception {
        try (PipelineFixture stage = stage()) {
            create(stage, "REQUESTS", Map.of("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)));
            decide(stage, everyOddRecord(stage));
        }
    }

    @Test
    void shouldDecideEachRecordWhenTopicsThatWereThereTakeNoMoreThanTheRequestsTopic() throws Exception {
        try (PipelineFixture stage = stage()) {
            create(stage, "REQUESTS", Map.of("message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE)));
            create(stage, "SCHEDULES", Map.of());
            create(stage, "DEAD_LETTERS", Map.of());
            create(stage, "RETRY", ".1", Map.of());
            decide(stage, everyOddRecord(stage));
        }
    }

    @Test
    void shouldLeaveOutEvidenceAndValueWhenTheDeadLetterTopicTakesLittle() throws Exception {
        try (PipelineFixture stage = stage()) {
            create(stage, "DEAD_LETTERS", Map.of("max.message.bytes", "4000"));
            List<ProducerRecord<byte[], byte[]>> odd = new ArrayList<>();
            for (int size : new int[] {100, 2_000, 3_000, 3_500, 3_900, 4_000, 50_000}) {
                odd.add(stage.request(PipelineFixture.utf8("small"), noise(size)));
                odd.add(withHeaders(stage.request(PipelineFixture.utf8("small"), noise(10)), 1, size));
                odd.add(stage.request(noise(size), noise(10)));
            }
            List<ConsumerRecord<byte[], byte[]>> outcomes = decide(stage, odd);

            assertThat(outcomes.get(0).value())
                    .as("what fits is whole")
                    .isEqualTo(odd.get(0).value());
            ConsumerRecord<byte[], byte[]> omitted = outcomes.get(outcomes.size() - 3);
            assertThat(omitted.value()).isNull();
            assertThat(OutcomeCount.header(omitted, "turnstile-value-omitted")).isEqualTo("50000");
            assertThat(OutcomeCount.header(omitted, "turnstile-reason")).isEqualTo("NOT_JSON");
            assertThat(omitted.key()).isEqualTo(PipelineFixture.utf8("small"));
        }
    }

    @Test
    void shouldDeadLetterARequestWithoutKeyWhenTheSchedulesTopicIsCompacted() throws Exception {
        try (PipelineFixture stage = stage()) {
            create(stage, "SCHEDULES", Map.of("cleanup.policy", "compact"));
            List<ProducerRecord<byte[], byte[]>> odd = new ArrayList<>();
            for (SampleRequest each : samples.subList(40, 45)) {
                odd.add(stage.request(null, each.value()));
            }
            List<ConsumerRecord<byte[], byte[]>> outcomes = decide(stage, odd);

            assertThat(outcomes).allSatisfy(each -> {
                assertThat(each.topic()).isEqualTo(stage.settings().topics().deadLetters());
                assertThat(each.key()).isNull();
            });
            assertThat(outcomes)
                    .extracting(ConsumerRecord::value)
                    .containsExactlyElementsOf(
                            odd.stream().map(ProducerRecord::value).toList());
        }
    }

    @Test
    void shouldDeadLetterARequestWhenNoRetryTopicTakesIt() throws Exception {
        try (PipelineFixture stage = stage()) {
            create(stage, "RETRY", ".1", Map.of("max.message.bytes", "4000"));
            SampleRequest failing = samples.get(40);
            ALTEGIO.simulator()
                    .faults()
                    .set(Faults.none().withFailingClients(Map.of(Long.parseLong(failing.key()), 500)));
            List<ConsumerRecord<byte[], byte[]>> outcomes = decide(
                    stage,
                    List.of(stage.request(PipelineFixture.utf8(failing.key()), unlike(padded(failing, 20_000)))));

            assertThat(OutcomeCount.header(outcomes.get(0), "turnstile-kind")).isEqualTo("failed");
        }
    }

    /** Sends odd records among others, waits for all outcomes, checks each, and returns those of the odd ones. */
    private List<ConsumerRecord<byte[], byte[]>> decide(PipelineFixture stage, List<ProducerRecord<byte[], byte[]>> odd)
            throws Exception {
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>();
        for (int i = 0; i < Math.max(odd.size(), 10); i++) {
            SampleRequest other = samples.get(i);
            all.add(stage.request(PipelineFixture.utf8(other.key()), other.value()));
            if (i < odd.size()) {
                all.add(odd.get(i));
            }
        }
        stage.startPipeline();
        List<String> ids = sendAll(stage, all);
        stage.awaitExactlyOneOutcomeEach(ids, PATIENCE);

        List<ConsumerRecord<byte[], byte[]>> outcomes = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (odd.contains(all.get(i))) {
                outcomes.add(stage.outcomeOf(ids.get(i)));
                assertNames(stage, ids.get(i), all.get(i));
            } else {
                assertThat(stage.reasonOf(ids.get(i))).isEqualTo("SCHEDULED");
            }
        }
        assertThat(stage.stops()).isEmpty();
        return outcomes;
    }

    /** Checks that an outcome is the request as it came, or names it and says how large the value was. */
    private static void assertNames(PipelineFixture stage, String id, ProducerRecord<byte[], byte[]> request) {
        ConsumerRecord<byte[], byte[]> outcome = stage.outcomeOf(id);
        if (stage.outcomes().isSchedule(outcome)) {
            assertThat(outcome.key()).isEqualTo(request.key());
            return;
        }
        assertThat(OutcomeCount.header(outcome, "turnstile-origin-offset"))
                .isEqualTo(id.substring(id.lastIndexOf('-') + 1));
        assertThat(OutcomeCount.header(outcome, "turnstile-reason")).isNotBlank();
        if (outcome.value() == null) {
            assertThat(OutcomeCount.header(outcome, "turnstile-value-omitted"))
                    .isEqualTo(Integer.toString(request.value().length));
        } else {
            assertThat(outcome.value()).isEqualTo(request.value());
            assertThat(outcome.key()).isEqualTo(request.key());
            assertThat(OutcomeCount.header(outcome, "turnstile-value-omitted")).isNull();
        }
    }

    private List<ProducerRecord<byte[], byte[]>> everyOddRecord(PipelineFixture stage) throws IOException {
        List<ProducerRecord<byte[], byte[]>> odd = new ArrayList<>();
        int next = 40;
        byte[] key = PipelineFixture.utf8("odd");
        odd.add(stage.request(key, noise(LARGE)));
        odd.add(stage.request(null, noise(LARGE)));
        odd.add(stage.request(key, padded(samples.get(next++), LARGE)));
        odd.add(stage.request(key, padded(samples.get(next++), 1_500_000))); // goes compressed
        odd.add(stage.request(key, padded(samples.get(next++), 5_000_000)));
        odd.add(withHeaders(stage.request(key, samples.get(next++).value()), 1, LARGE - 10_000));
        odd.add(withHeaders(stage.request(key, noise(10)), 1, LARGE - 1_000));
        odd.add(withHeaders(stage.request(key, samples.get(next++).value()), 20_000, 30));
        odd.add(withHeaders(stage.request(key, noise(10)), 20_000, 30));
        odd.add(stage.request(noise(LARGE - 1_000), samples.get(next++).value()));
        odd.add(stage.request(noise(LARGE - 1_000), noise(10)));
        for (long timestamp : new long[] {0, 1, YEAR_2100}) {
            byte[] value = samples.get(next++).value();
            odd.add(new ProducerRecord<>(stage.settings().topics().requests(), null, timestamp, key, value));
            odd.add(new ProducerRecord<>(stage.settings().topics().requests(), null, timestamp, key, noise(10)));
        }
        return odd;
    }

    private static byte[] noise(int size) {
        byte[] noise = new byte[size];
        new Random(size).nextBytes(noise);
        return noise;
    }

    /** Returns a valid request of about that size, which compresses well. */
    private static byte[] padded(SampleRequest sample, int size) throws IOException {
        char[] padding = new char[size - sample.value().length - 20];
        Arrays.fill(padding, 'x');
        ObjectNode json = (ObjectNode) JSON.readTree(sample.value());
        return JSON.writeValueAsBytes(json.put("comment", new String(padding)));
    }

    /** Returns a request whose padding does not compress. */
    private static byte[] unlike(byte[] padded) throws IOException {
        ObjectNode json = (ObjectNode) JSON.readTree(padded);
        return JSON.writeValueAsBytes(
                json.put("comment", noise(json.path("comment").asText().length())));
    }

    private static ProducerRecord<byte[], byte[]> withHeaders(
            ProducerRecord<byte[], byte[]> record, int count, int size) {
        for (int i = 0; i < count; i++) {
            record.headers().add("header-" + i, noise(size));
        }
        return record;
    }

    private static List<String> sendAll(PipelineFixture stage, List<ProducerRecord<byte[], byte[]>> records)
            throws InterruptedException, ExecutionException {
        List<String> ids = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> plain = producer("none");
                KafkaProducer<byte[], byte[]> compressing = producer("gzip")) {
            List<Future<RecordMetadata>> sent = new ArrayList<>();
            for (ProducerRecord<byte[], byte[]> each : records) {
                boolean tooLarge = each.value().length > LARGE;
                sent.add((tooLarge ? compressing : plain).send(each));
            }
            for (Future<RecordMetadata> each : sent) {
                ids.add(each.get().topic() + "-" + each.get().partition() + "-"
                        + each.get().offset());
            }
        }
        assertThat(ids).hasSameSizeAs(records);
        assertThat(stage.stops()).isEmpty();
        return ids;
    }

    private static KafkaProducer<byte[], byte[]> producer(String compression) {
        Properties properties = new Properties();
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, KAFKA.brokers());
        properties.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName());
        properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, compression);
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 20_000_000);
        properties.put(ProducerConfig.BATCH_SIZE_CONFIG, 0);
        return new KafkaProducer<>(properties);
    }

    private static void create(PipelineFixture stage, String role, Map<String, String> configs) throws Exception {
        create(stage, role, "", configs);
    }

    /** Creates a topic as somebody would before Turnstile is started. */
    private static void create(PipelineFixture stage, String role, String suffix, Map<String, String> configs)
            throws Exception {
        String name = stage.environment().get("TURNSTILE_TOPIC_" + role) + suffix;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", KAFKA.brokers()))) {
            admin.createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty()).configs(configs)))
                    .all()
                    .get();
        }
    }

    private static PipelineFixture stage() {
        return PipelineFixture.on(KAFKA.brokers(), ALTEGIO.url())
                .with("topic.partitions", 1)
                .with("intake.consumers", 1)
                .with("retry.delays", "100ms");
    }
}
