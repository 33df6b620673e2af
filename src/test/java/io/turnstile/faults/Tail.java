package io.turnstile.faults;

import io.turnstile.config.Settings;
import io.turnstile.kafka.HeaderNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reader of all topics, {@code read_committed}, as they are written, so that what is deleted later was seen. A thread of its
 * own reads until {@link #finish}.
 */
final class Tail implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private final Settings settings;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Thread thread = new Thread(this::read, "tail");
    private final Map<String, Seen> records = new ConcurrentHashMap<>();
    private final Set<String> requests = ConcurrentHashMap.newKeySet();
    private final Set<String> decided = ConcurrentHashMap.newKeySet();
    private volatile boolean stopped;

    Tail(Settings settings) {
        this.settings = settings;
        Properties properties = new Properties();
        properties.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.kafka().brokers());
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        // Partitions that are added are seen by the next look.
        properties.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, "1000");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName());
        this.consumer = new KafkaConsumer<>(properties);
        thread.setDaemon(true);
        thread.start();
    }

    private Collection<String> topics() {
        Settings.Topics names = settings.topics();
        List<String> topics = new ArrayList<>(settings.retryTopics());
        topics.addAll(
                List.of(names.requests(), names.schedules(), names.deadLetters(), names.resolutions(), names.jobs()));
        return topics;
    }

    private void read() {
        long nextLook = System.nanoTime();
        while (!stopped) {
            try {
                if (System.nanoTime() - nextLook >= 0) {
                    assign();
                    nextLook = System.nanoTime() + BETWEEN_LOOKS.toNanos();
                }
                consumer.poll(Duration.ofMillis(100)).forEach(this::note);
            } catch (KafkaException away) {
                nextLook = System.nanoTime();
            }
        }
    }

    /** Reads partitions that are new too. */
    private void assign() {
        Set<TopicPartition> partitions = new HashSet<>(consumer.assignment());
        Set<TopicPartition> before = Set.copyOf(partitions);
        for (String each : topics()) {
            consumer.partitionsFor(each).forEach(info -> partitions.add(new TopicPartition(each, info.partition())));
        }
        if (!partitions.equals(before)) {
            consumer.assign(partitions);
            partitions.removeAll(before);
            consumer.seekToBeginning(partitions);
        }
    }

    private void note(ConsumerRecord<byte[], byte[]> record) {
        Seen seen = new Seen(record, System.currentTimeMillis());
        records.putIfAbsent(seen.place(), seen);
        if (record.topic().equals(settings.topics().requests())) {
            requests.add(seen.place());
        } else if (record.topic().equals(settings.topics().schedules())) {
            decided.add(String.valueOf(seen.header(HeaderNames.CE_ID)));
        } else if (record.topic().equals(settings.topics().deadLetters())) {
            decided.add(String.valueOf(seen.header(HeaderNames.DEAD_LETTER_ID)));
        }
    }

    /** Returns how many requests that it has read have no outcome yet. */
    long undecided() {
        return requests.stream().filter(each -> !decided.contains(each)).count();
    }

    int decided() {
        return decided.size();
    }

    /** Reads to the end of all topics, and no further. Returns all records. */
    List<Seen> finish() throws InterruptedException {
        stopped = true;
        thread.join();
        assign();
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment(), Duration.ofMinutes(1));
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(this::note);
        }
        return List.copyOf(records.values());
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        consumer.close(org.apache.kafka.clients.consumer.CloseOptions.timeout(Duration.ofSeconds(5)));
    }
}
