package io.turnstile.demo;

import io.turnstile.config.Settings;
import io.turnstile.kafka.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Reader of schedules and dead letters, as anyone would read them, {@code read_committed}, which counts the outcomes of each
 * request. One thread's.
 */
public final class OutcomeCount implements AutoCloseable {

    private final Settings.Topics topics;
    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Map<String, List<ConsumerRecord<byte[], byte[]>>> outcomes = new HashMap<>();

    /** Starts at the end of both topics, or at their beginning. */
    public OutcomeCount(Settings settings, boolean fromBeginning) {
        this.topics = settings.topics();
        this.consumer = new KafkaConsumer<>(settings.clients().reader("-count"));
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : List.of(topics.schedules(), topics.deadLetters())) {
            consumer.partitionsFor(topic)
                    .forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
        }
        consumer.assign(partitions);
        if (fromBeginning) {
            consumer.seekToBeginning(partitions);
        } else {
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position);
        }
    }

    /** Reads what has come, waiting for it up to the time given. Returns how many outcomes were read. */
    public int poll(Duration timeout) {
        int read = 0;
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            outcomes.computeIfAbsent(requestOf(record), any -> new ArrayList<>())
                    .add(record);
            read++;
        }
        return read;
    }

    /** Returns the text of a header of an outcome, or null. */
    public static @Nullable String header(ConsumerRecord<byte[], byte[]> outcome, String name) {
        Header header = outcome.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** Returns whether the outcome is a schedule; otherwise it is a dead letter. */
    public boolean isSchedule(ConsumerRecord<byte[], byte[]> outcome) {
        return outcome.topic().equals(topics.schedules());
    }

    /** Returns the first outcome of a request, or null. */
    public @Nullable ConsumerRecord<byte[], byte[]> outcomeOf(String requestId) {
        List<ConsumerRecord<byte[], byte[]>> found = outcomes.get(requestId);
        return found == null ? null : found.get(0);
    }

    /** Returns how many of the requests, named {@code topic-partition-offset}, have no outcome. */
    public long lost(Collection<String> requests) {
        return requests.stream().filter(id -> !outcomes.containsKey(id)).count();
    }

    /** Returns how many of the requests have more than one outcome. */
    public long duplicated(Collection<String> requests) {
        return requests.stream()
                .filter(id -> outcomes.getOrDefault(id, List.of()).size() > 1)
                .count();
    }

    /** Returns how many records other topics hold. */
    public long recordsOn(Collection<String> others) {
        List<TopicPartition> partitions = others.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        Map<TopicPartition, Long> begin = consumer.beginningOffsets(partitions);
        return consumer.endOffsets(partitions).entrySet().stream()
                .mapToLong(end -> end.getValue() - begin.get(end.getKey()))
                .sum();
    }

    private @Nullable String requestOf(ConsumerRecord<byte[], byte[]> outcome) {
        return isSchedule(outcome) ? header(outcome, HeaderNames.CE_ID) : header(outcome, HeaderNames.DEAD_LETTER_ID);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
