package io.turnstile.bench.peer;

import io.confluent.parallelconsumer.ParallelConsumerOptions;
import io.confluent.parallelconsumer.ParallelConsumerOptions.ProcessingOrder;
import io.confluent.parallelconsumer.ParallelStreamProcessor;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Confluent's Parallel Consumer: one consumer, the records of a key in order, keys side by side; else its defaults. */
public final class ParallelLoop {

    private ParallelLoop() {}

    public static void main(String[] args) {
        KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        Environment.BROKERS,
                        "group.id",
                        Environment.GROUP,
                        "auto.offset.reset",
                        "earliest",
                        "enable.auto.commit",
                        "false"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", Environment.BROKERS), new ByteArraySerializer(), new ByteArraySerializer());
        ParallelStreamProcessor<byte[], byte[]> processor =
                ParallelStreamProcessor.createEosStreamProcessor(ParallelConsumerOptions.<byte[], byte[]>builder()
                        .ordering(ProcessingOrder.KEY)
                        .maxConcurrency(Environment.CONCURRENCY)
                        // It looks for auto-commit in fields that Kafka's client 4 no longer has.
                        .ignoreReflectiveAccessExceptionsForAutoCommitDisabledCheck(true)
                        .consumer(consumer)
                        .producer(producer)
                        .build());
        PooledHttp http = new PooledHttp();
        processor.subscribe(List.of(Environment.REQUESTS));
        processor.pollAndProduce(record -> BookingJson.schedule(record.getSingleConsumerRecord(), http));
    }
}
