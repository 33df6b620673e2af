package io.turnstile.deadletter.replay.log;

import io.turnstile.kafka.ClientProperties;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.jspecify.annotations.Nullable;

/**
 * Factory of the Kafka clients of the jobs.
 *
 * @param properties Kafka client properties of the user's (TLS, SASL)
 * @param group the group whose instances share the jobs
 * @param instance stable name of this instance, the same after a restart
 */
public record JobKafka(String brokers, Map<String, String> properties, String group, String instance, Topics topics) {

    /** A transaction lasts milliseconds; one that a killed process left open blocks readers for no longer than this. */
    private static final int TRANSACTION_TIMEOUT_MS = 10_000;

    /** An instance that dies for good leaves the jobs to the others after this long. */
    private static final int SESSION_TIMEOUT_MS = 15_000;

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final int MAX_BLOCK_MS = 10_000;
    private static final int DELIVERY_TIMEOUT_MS = 20_000;
    private static final int REQUEST_TIMEOUT_MS = 10_000;

    /** Names the topics. */
    public record Topics(String requests, String deadLetters, String resolutions, String jobs) {}

    public JobKafka {
        properties = Map.copyOf(properties);
    }

    /** Makes a reader that belongs to no group. */
    public Consumer<byte[], byte[]> reader(String name) {
        return new KafkaConsumer<>(reading(name));
    }

    /** Makes a reader like that, which also sees what is written and not committed yet. */
    public Consumer<byte[], byte[]> uncommittedReader(String name) {
        Map<String, Object> reading = reading(name);
        reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return new KafkaConsumer<>(reading);
    }

    /** Closes a reader, or none; also on a thread that was interrupted, without a word about that. */
    static void close(@Nullable Consumer<byte[], byte[]> reader) {
        boolean interrupted = Thread.interrupted();
        if (reader != null) {
            reader.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Makes a member of the group of which one at a time owns the jobs. After a restart it has them back at once. */
    Consumer<byte[], byte[]> member() {
        Map<String, Object> member = reading("owner");
        member.put(ConsumerConfig.GROUP_ID_CONFIG, group + "-replay");
        member.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance + "-replay");
        member.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        member.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, SESSION_TIMEOUT_MS / 5);
        return new KafkaConsumer<>(member);
    }

    /** Makes a reader of the identity of the jobs topic. */
    TopicIdentity identity() {
        return new TopicIdentity(() -> Admin.create(clients().client("topic")), topics.jobs());
    }

    /** Makes a writer of single records. */
    Producer<byte[], byte[]> writer() {
        return new KafkaProducer<>(writing("events"));
    }

    /** Makes the group's one writer of replays and discards: from its first transaction on, an earlier one can write no more. */
    Producer<byte[], byte[]> transactions() {
        Map<String, Object> transactions = writing("replays");
        transactions.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, group + "-replay");
        transactions.put(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG, TRANSACTION_TIMEOUT_MS);
        return new KafkaProducer<>(transactions);
    }

    private Map<String, Object> reading(String name) {
        Map<String, Object> reading = clients().reader(name);
        reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        return reading;
    }

    private Map<String, Object> writing(String name) {
        Map<String, Object> writing = clients().writer(name);
        writing.put(ProducerConfig.ACKS_CONFIG, "all");
        writing.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        writing.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        writing.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        return writing;
    }

    private ClientProperties clients() {
        return new ClientProperties(brokers, properties, instance + "-jobs-");
    }
}
