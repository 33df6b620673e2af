package io.turnstile.topic;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.config.Settings;
import io.turnstile.intake.progress.DecidedAbove;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/**
 * Count of the records that the group has still to decide. Asks Kafka when it is asked, every few seconds at most, and never
 * waits: it answers with what it learned last. Thread-safe.
 */
public final class RequestLag {

    private static final Duration FRESH = Duration.ofSeconds(3);

    /** Twice the time between two scrapes, where that is long. */
    private static final Duration STALE = Duration.ofMinutes(2);

    private final Admin admin;
    private final Settings settings;
    private final Ticker ticker;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Map<String, Long> byTopic = Map.of();
    private volatile long askAgainAt;
    private volatile Consumer<Set<String>> listener = topics -> {};

    public RequestLag(Admin admin, Settings settings, Ticker ticker) {
        this.admin = admin;
        this.settings = settings;
        this.ticker = ticker;
        this.askAgainAt = ticker.read();
    }

    /** Returns how many records of the requests topic wait; empty if that is not known. */
    public OptionalLong requests() {
        refresh();
        Long lag = byTopic.get(settings.topics().requests());
        return lag == null ? OptionalLong.empty() : OptionalLong.of(lag);
    }

    /** Returns how many records of the retry topics wait, of those from before the settings were changed too; empty if unknown. */
    public OptionalLong retries() {
        refresh();
        Map<String, Long> known = byTopic;
        return known.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(known.entrySet().stream()
                        .filter(each -> !each.getKey().equals(settings.topics().requests()))
                        .mapToLong(Map.Entry::getValue)
                        .sum());
    }

    /** Returns how many records of a topic waited when somebody asked before; empty if that is not known, or long ago. */
    public OptionalLong of(String topic) {
        Long lag = byTopic.get(topic);
        boolean isStale = ticker.read() - askAgainAt > STALE.toNanos();
        refresh();
        return lag == null || isStale ? OptionalLong.empty() : OptionalLong.of(lag);
    }

    /** Calls a listener with the topics that are counted each time these are known, on a thread of Kafka's client. */
    public void onTopics(Consumer<Set<String>> told) {
        listener = told;
    }

    private void refresh() {
        if (ticker.read() - askAgainAt >= 0 && asking.compareAndSet(false, true)) {
            committed(settings.kafka().group())
                    .thenCombine(committed(settings.retryGroup()), this::committedOfBoth)
                    .thenCompose(this::lag)
                    .whenComplete((lag, fault) -> learned(fault == null ? lag : Map.of()));
        }
    }

    private CompletionStage<Map<TopicPartition, OffsetAndMetadata>> committed(String group) {
        return admin.listConsumerGroupOffsets(group)
                .partitionsToOffsetAndMetadata()
                .toCompletionStage();
    }

    /** Returns what is committed for the requests, and for all that the retries' group has read: each group reads its own. */
    private Map<TopicPartition, OffsetAndMetadata> committedOfBoth(
            Map<TopicPartition, OffsetAndMetadata> requests, Map<TopicPartition, OffsetAndMetadata> retries) {
        Map<TopicPartition, OffsetAndMetadata> both = new HashMap<>(retries);
        both.keySet().removeIf(each -> each.topic().equals(settings.topics().requests()));
        requests.forEach((partition, offset) -> {
            if (partition.topic().equals(settings.topics().requests())) {
                both.put(partition, offset);
            }
        });
        return both;
    }

    private CompletionStage<Map<String, Long>> lag(Map<TopicPartition, OffsetAndMetadata> committed) {
        return admin.listTopics()
                .names()
                .toCompletionStage()
                .thenCompose(existing -> admin.describeTopics(topics(existing, committed.keySet()))
                        .allTopicNames()
                        .toCompletionStage())
                .thenCompose(topics -> lagOf(positions(topics, committed)));
    }

    private Set<String> topics(Set<String> existing, Set<TopicPartition> committed) {
        Set<String> topics = new HashSet<>(settings.retryTopics());
        topics.add(settings.topics().requests());
        committed.forEach(each -> topics.add(each.topic()));
        existing.stream().filter(settings::isRetryTopic).forEach(topics::add);
        topics.retainAll(existing);
        return topics;
    }

    /** Returns how many offsets are decided in each partition, from its first on; nothing where nothing is committed. */
    private static Map<TopicPartition, Optional<Long>> positions(
            Map<String, TopicDescription> topics, Map<TopicPartition, OffsetAndMetadata> committed) {
        Map<TopicPartition, Optional<Long>> positions = new HashMap<>();
        topics.forEach((name, topic) -> topic.partitions().forEach(each -> {
            TopicPartition partition = new TopicPartition(name, each.partition());
            positions.put(
                    partition,
                    Optional.ofNullable(committed.get(partition)).map(old -> old.offset() + DecidedAbove.count(old)));
        }));
        return positions;
    }

    private CompletionStage<Map<String, Long>> lagOf(Map<TopicPartition, Optional<Long>> positions) {
        Set<TopicPartition> fresh = positions.keySet().stream()
                .filter(each -> positions.get(each).isEmpty())
                .collect(Collectors.toSet());
        return offsets(positions.keySet(), OffsetSpec.latest())
                .thenCombine(offsets(fresh, OffsetSpec.earliest()), (ends, begins) -> positions.entrySet().stream()
                        .collect(Collectors.groupingBy(
                                each -> each.getKey().topic(),
                                Collectors.summingLong(each -> Math.max(
                                        0,
                                        ends.get(each.getKey()).offset()
                                                - each.getValue().orElseGet(() -> begins.get(each.getKey())
                                                        .offset()))))));
    }

    private CompletionStage<Map<TopicPartition, ListOffsetsResultInfo>> offsets(
            Set<TopicPartition> partitions, OffsetSpec which) {
        return admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(each -> each, any -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .toCompletionStage();
    }

    private void learned(Map<String, Long> lag) {
        byTopic = lag;
        askAgainAt = ticker.read() + FRESH.toNanos();
        asking.set(false);
        listener.accept(lag.keySet());
    }
}
