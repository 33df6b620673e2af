package io.turnstile.deadletter.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Topics of which the index is made, and how they are read.
 *
 * @param properties Kafka client properties, such as TLS and SASL
 * @param clientId how Kafka's logs and metrics name the readers
 */
public record IndexSyncConfig(
        String brokers,
        Map<String, String> properties,
        String clientId,
        String deadLetters,
        String resolutions,
        String schedules,
        String jobs) {

    public IndexSyncConfig {
        Objects.requireNonNull(brokers);
        properties = Map.copyOf(properties);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(deadLetters);
        Objects.requireNonNull(resolutions);
        Objects.requireNonNull(schedules);
        Objects.requireNonNull(jobs);
    }

    @Override
    public String toString() {
        return "FeedConfig[" + brokers + ", " + deadLetters + "]";
    }

    /** Returns what every client needs. */
    public Map<String, Object> client(String suffix) {
        Map<String, Object> client = new HashMap<>(properties);
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
        client.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId + suffix);
        return client;
    }

    /** Returns what a consumer without a group needs that reads what is committed, to the byte. */
    Map<String, Object> consumer(String suffix) {
        Map<String, Object> consumer = client(suffix);
        consumer.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        consumer.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        consumer.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return consumer;
    }
}
