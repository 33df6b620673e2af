package io.turnstile.app;

import io.turnstile.config.Settings;
import io.turnstile.kafka.RecordId;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Sender of records to the requests topic. Thread-safe. */
public final class RequestSender implements AutoCloseable {

    private static final int MOST_RECORD_BYTES = 32 * 1024 * 1024;

    private final String topic;
    private final KafkaProducer<byte[], byte[]> producer;

    public RequestSender(Settings settings) {
        this.topic = settings.topics().requests();
        Map<String, Object> properties = settings.clients().writer("-send");
        properties.putIfAbsent(ProducerConfig.LINGER_MS_CONFIG, 5);
        // The topic says what is too large, not the client.
        properties.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, MOST_RECORD_BYTES);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 2L * MOST_RECORD_BYTES);
        this.producer = new KafkaProducer<>(properties);
    }

    /** Record on its way. */
    public record Sent(Future<RecordMetadata> written) {

        /** Waits until Kafka has it and returns its id, {@code topic-partition-offset}. */
        public String id() throws InterruptedException {
            try {
                RecordMetadata place = written.get();
                return RecordId.text(place.topic(), place.partition(), place.offset());
            } catch (ExecutionException e) {
                throw new IllegalStateException(
                        "Kafka did not take a request: " + e.getCause().getMessage(), e);
            }
        }
    }

    /** Sends a record; null is allowed for both. */
    public Sent send(byte @Nullable [] key, byte[] value) {
        return send(new ProducerRecord<>(topic, key, value));
    }

    /** Sends a record with whatever it holds. */
    public Sent send(ProducerRecord<byte[], byte[]> record) {
        return new Sent(producer.send(record));
    }

    @Override
    public void close() {
        producer.close();
    }
}
