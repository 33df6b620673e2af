package io.turnstile.endtoend;

import io.turnstile.app.OutcomeCount;
import io.turnstile.app.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Counts how often the requests of dead letters were written again, as a {@code read_committed} reader of requests sees it. */
final class WrittenAgain {

    private WrittenAgain() {}

    /** Reads to the end; returns only letters that were replayed at all. */
    static Map<String, Long> count(Settings settings, Collection<String> letterIds) {
        Map<String, Object> properties = new TreeMap<>(Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().brokers(),
                ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
                ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName(),
                ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName()));
        Map<String, Long> counts = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(properties)) {
            List<TopicPartition> partitions = consumer
                    .partitionsFor(settings.topics().requests())
                    .stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
                    String letter = OutcomeCount.header(record, "turnstile-replay-of");
                    if (letter != null && letterIds.contains(letter)) {
                        counts.merge(letter, 1L, Long::sum);
                    }
                }
            }
        }
        return counts;
    }
}
