package io.turnstile.bench.peer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Two consumers, each with a transactional producer: poll, two calls a request on a pool, one transaction a batch. It knows
 * no dead letters, no retries, no quota and no order within a key.
 */
public final class HandWrittenLoop {

    private static final int CONSUMERS = 2;

    private final ExecutorService pool = Executors.newFixedThreadPool(Environment.CONCURRENCY);
    private final PooledHttp http = new PooledHttp();

    private HandWrittenLoop() {}

    public static void main(String[] args) {
        HandWrittenLoop loop = new HandWrittenLoop();
        for (int i = 0; i < CONSUMERS; i++) {
            int number = i;
            new Thread(() -> loop.consume(number)).start();
        }
    }

    private void consume(int number) {
        Map<String, Object> in = Map.of(
                "bootstrap.servers", Environment.BROKERS,
                "group.id", Environment.GROUP,
                "auto.offset.reset", "earliest",
                "enable.auto.commit", "false",
                "isolation.level", "read_committed",
                "key.deserializer", ByteArrayDeserializer.class,
                "value.deserializer", ByteArrayDeserializer.class);
        Map<String, Object> out = Map.of(
                "bootstrap.servers",
                Environment.BROKERS,
                "transactional.id",
                Environment.GROUP + "-" + number,
                "linger.ms",
                "5",
                "compression.type",
                "lz4",
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(in);
                KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(out)) {
            producer.initTransactions();
            consumer.subscribe(List.of(Environment.REQUESTS));
            while (true) {
                pass(consumer.poll(Duration.ofMillis(100)), consumer, producer);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void pass(
            ConsumerRecords<byte[], byte[]> records,
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer)
            throws Exception {
        if (records.isEmpty()) {
            return;
        }
        List<Future<ProducerRecord<byte[], byte[]>>> decided = new ArrayList<>();
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            decided.add(pool.submit(() -> BookingJson.schedule(record, http)));
            offsets.put(
                    new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
        }
        List<ProducerRecord<byte[], byte[]>> outcomes = new ArrayList<>();
        for (Future<ProducerRecord<byte[], byte[]>> each : decided) {
            outcomes.add(each.get());
        }
        producer.beginTransaction();
        outcomes.forEach(producer::send);
        producer.sendOffsetsToTransaction(offsets, consumer.groupMetadata());
        producer.commitTransaction();
    }
}
