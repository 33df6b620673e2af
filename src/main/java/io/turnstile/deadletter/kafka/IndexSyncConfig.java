package io.turnstile.deadletter.kafka;

import io.turnstile.kafka.ClientProperties;
import java.util.Map;
import java.util.Objects;

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
        return "IndexSyncConfig[" + brokers + ", " + deadLetters + "]";
    }

    /** Returns what the clients are made with. */
    public ClientProperties clients() {
        return new ClientProperties(brokers, properties, clientId);
    }
}
