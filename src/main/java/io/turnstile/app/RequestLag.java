package io.turnstile.app;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Knows how many records the group has still to decide. Asks Kafka when it is asked, every few seconds at most, and never
 * waits: it answers with what it learned last. Thread-safe.
 */
final class RequestLag implements AutoCloseable {

    private static final Duration FRESH = Duration.ofSeconds(3);
    private static final int TIMEOUT_MS = 10_000;

    private final Admin admin;
    private final Settings settings;
    private final Ticker ticker;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Map<String, Long> byTopic = Map.of();
    private volatile long askAgainAt;

    RequestLag(Settings settings, Ticker ticker) {
        Map<String, Object> properties = new HashMap<>(settings.kafka().properties());
        properties.put("bootstrap.servers", settings.kafka().brokers());
        properties.put("client.id", settings.instance() + "-lag");
        properties.put("default.api.timeout.ms", TIMEOUT_MS);
        properties.put("request.timeout.ms", TIMEOUT_MS);
        this.admin = Admin.create(properties);
        this.settings = settings;
        this.ticker = ticker;
        this.askAgainAt = ticker.read();
    }

    /** Returns how many records of the requests topic wait; empty if that is not known. */
    OptionalLong requests() {
        refresh();
        Long lag = byTopic.get(settings.topics().requests());
        return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
    }

    /** Returns how many records of the retry topics wait; empty if that is not known. */
    OptionalLong retries() {
        refresh();
        Map<String, Long> known = byTopic;
        return known.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(settings.retryTopics().stream()
                        .mapToLong(topic -> known.getOrDefault(topic, 0L))
                        .sum());
    }

    private void refresh() {
        if (ticker.read() - askAgainAt >= 0 && asking.compareAndSet(false, true)) {
            admin.listConsumerGroupOffsets(settings.kafka().group())
                    .partitionsToOffsetAndMetadata()
                    .whenComplete((committed, fault) -> {
                        if (fault == null) {
                            askForEnds(committed);
                        } else {
                            learned(Map.of());
                        }
                    });
        }
    }

    private void askForEnds(Map<TopicPartition, OffsetAndMetadata> offsets) {
        Map<TopicPartition, Long> committed = new HashMap<>();
        offsets.forEach((partition, offset) -> {
            if (offset != null) {
                committed.put(partition, offset.offset());
            }
        });
        admin.listOffsets(
                        committed.keySet().stream().collect(Collectors.toMap(each -> each, any -> OffsetSpec.latest())),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .whenComplete((ends, fault) -> learned(fault == null ? lag(committed, ends) : Map.of()));
    }

    private static Map<String, Long> lag(
            Map<TopicPartition, Long> committed, Map<TopicPartition, ListOffsetsResultInfo> ends) {
        return committed.entrySet().stream()
                .collect(Collectors.groupingBy(
                        each -> each.getKey().topic(),
                        Collectors.summingLong(
                                each -> Math.max(0, ends.get(each.getKey()).offset() - each.getValue()))));
    }

    private void learned(Map<String, Long> lag) {
        byTopic = lag;
        askAgainAt = ticker.read() + FRESH.toNanos();
        asking.set(false);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
