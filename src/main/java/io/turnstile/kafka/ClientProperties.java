package io.turnstile.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Properties of Kafka's clients: those of the user, and what every client of Turnstile needs beside them. Records are read and
 * written to the byte. The intake's own clients begin with Camel's properties instead.
 *
 * @param properties the user's, such as TLS and SASL
 * @param clientId how Kafka's logs and metrics name the clients, before a suffix
 */
public record ClientProperties(String brokers, Map<String, String> properties, String clientId) {

    public ClientProperties {
        Objects.requireNonNull(brokers);
        properties = Map.copyOf(properties);
        Objects.requireNonNull(clientId);
    }

    /** Returns what every client needs. */
    public Map<String, Object> client(String suffix) {
        Map<String, Object> client = new HashMap<>(properties);
        client.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, brokers);
        client.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId + suffix);
        return client;
    }

    /** Returns what a consumer needs that reads what is committed, and commits nothing. */
    public Map<String, Object> reader(String suffix) {
        Map<String, Object> reader = client(suffix);
        reader.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        reader.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        reader.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        reader.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        return reader;
    }

    /**
     * Returns what a producer needs. It has one batch on its way at a time: more can reach a topic that was only just created
     * out of order, and then never get through.
     */
    public Map<String, Object> writer(String suffix) {
        Map<String, Object> writer = client(suffix);
        writer.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        writer.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        writer.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        return writer;
    }
}
