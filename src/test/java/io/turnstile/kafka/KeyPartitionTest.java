package io.turnstile.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.endtoend.fixture.SharedKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** If this fails, outcomes for a partition without a leader hold up those of others, for it is looked for in the wrong place. */
class KeyPartitionTest {

    private static final int PARTITIONS = 97;
    private static final String TOPIC = "partitions-of-keys";

    @RegisterExtension
    static final SharedKafka KAFKA = new SharedKafka();

    private final ClientProperties clients = new ClientProperties(KAFKA.brokers(), Map.of(), "keys");

    @Test
    void shouldNameThePartitionThatTheProducerChooses() throws Exception {
        try (Admin admin = Admin.create(clients.client("-admin"))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        List<byte[]> keys = keys();
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (Producer<byte[], byte[]> producer = new KafkaProducer<>(clients.writer("-producer"))) {
            keys.forEach(key -> sent.add(producer.send(new ProducerRecord<>(TOPIC, key, new byte[0]))));
        }

        for (int i = 0; i < keys.size(); i++) {
            assertThat(KeyPartition.of(keys.get(i), PARTITIONS))
                    .as("a key of " + keys.get(i).length + " bytes")
                    .isEqualTo(sent.get(i).get().partition());
        }
    }

    /** Returns random keys of all lengths up to 40. */
    private static List<byte[]> keys() {
        Random random = new Random(7);
        List<byte[]> keys = new ArrayList<>();
        for (int n = 0; n < 410; n++) {
            byte[] key = new byte[n % 41];
            random.nextBytes(key);
            keys.add(key);
        }
        return keys;
    }
}
