package io.turnstile.bench;

import io.turnstile.kafka.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Count of a contestant's outcomes, read as anyone would read them, {@code read_committed}. Each names its request by the
 * place of its record. A bit a request: a million of them weigh little. One thread's.
 */
public final class OutcomeWatch implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, BitSet> decided = new HashMap<>();
    private long distinct;
    private long duplicated;

    /** Begins at the beginning of the topics. */
    public OutcomeWatch(String brokers, List<String> topics) {
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        brokers,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed"),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer());
        List<TopicPartition> partitions = new ArrayList<>();
        topics.forEach(topic -> consumer.partitionsFor(topic)
                .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition()))));
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Reads what there is, or waits a moment for it. Returns how many it read. */
    public int poll() {
        int read = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
            count(record);
            read++;
        }
        return read;
    }

    private void count(ConsumerRecord<byte[], byte[]> record) {
        Header header = record.headers().lastHeader(HeaderNames.CE_ID);
        if (header == null) {
            header = record.headers().lastHeader(HeaderNames.DEAD_LETTER_ID);
        }
        String id = new String(header.value(), StandardCharsets.UTF_8);
        int offset = id.lastIndexOf('-');
        BitSet partition = decided.computeIfAbsent(id.substring(0, offset), any -> new BitSet());
        int place = Integer.parseInt(id.substring(offset + 1));
        if (partition.get(place)) {
            duplicated++;
        } else {
            partition.set(place);
            distinct++;
        }
    }

    /** Waits until so many requests have an outcome, or the time is over. Returns whether they have. */
    public boolean await(long count, Duration patience) {
        Instant end = Instant.now().plus(patience);
        while (distinct < count && Instant.now().isBefore(end)) {
            poll();
        }
        return distinct >= count;
    }

    /** Watches for some time, and returns the outcomes a second. */
    public double rate(Duration time) {
        long from = distinct;
        long start = System.nanoTime();
        while (System.nanoTime() - start < time.toNanos()) {
            poll();
        }
        return (distinct - from) / ((System.nanoTime() - start) / 1e9);
    }

    /** Reads until nothing has come for a second. */
    public void drain() {
        Instant quiet = Instant.now().plusSeconds(1);
        while (Instant.now().isBefore(quiet)) {
            if (poll() > 0) {
                quiet = Instant.now().plusSeconds(1);
            }
        }
    }

    /** Returns how many requests have an outcome. */
    public long distinct() {
        return distinct;
    }

    /** Returns how many outcomes were one too many. */
    public long duplicated() {
        return duplicated;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
