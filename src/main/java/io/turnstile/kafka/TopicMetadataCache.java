package io.turnstile.kafka;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;

/**
 * Cache of what Kafka says of topics: their ids, and which of their partitions have no leader. Each topic that somebody asks
 * for is looked up from then on, every second at most and only while somebody asks. Nobody waits for it, except in {@link
 * #idsNow}. Thread-safe.
 */
public final class TopicMetadataCache {

    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    /** What is older says nothing any more: Kafka does not answer. */
    private static final long STALE = Duration.ofSeconds(15).toNanos();

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Lookup lookup;
    private final LongSupplier ticker;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();
    private final Set<String> goneIds = ConcurrentHashMap.newKeySet();
    private final Map<String, Topic> topics = new ConcurrentHashMap<>();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile long askAgainAt;

    /** Question to Kafka. */
    public interface Lookup {

        /**
         * Describes topics; never waits. One that is not there has no id and no partition; those that must not be seen are
         * left out.
         */
        CompletionStage<Map<String, TopicDescription>> describe(Set<String> topics);
    }

    /** @param ticker nanoseconds of a clock that never goes back */
    public TopicMetadataCache(Lookup lookup, LongSupplier ticker) {
        this.lookup = lookup;
        this.ticker = ticker;
        this.askAgainAt = ticker.getAsLong();
    }

    /**
     * Topic as it was described last.
     *
     * @param id empty where Kafka gives topics none; its last one if it is not there any more
     * @param isMissing whether it is not there
     * @param at when it was asked for
     */
    private record Topic(String id, int partitions, Set<Integer> leaderless, boolean isMissing, long at) {}

    /**
     * Returns the topics' ids, and waits for them.
     *
     * @return nothing for a topic that is not there, or has no id
     * @throws KafkaException if Kafka does not answer
     */
    public Map<String, String> idsNow(Collection<String> names) {
        watched.addAll(names);
        long begun = ticker.getAsLong();
        try {
            learn(
                    lookup.describe(Set.copyOf(names))
                            .toCompletableFuture()
                            .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
                    begun);
        } catch (ExecutionException | TimeoutException e) {
            throw new KafkaException("Kafka does not say which topics it has", e);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        Map<String, String> ids = new HashMap<>();
        names.forEach(each -> id(each).ifPresent(id -> ids.put(each, id)));
        return ids;
    }

    /** Returns a topic's id; empty if that is not known now. */
    public Optional<String> id(String topic) {
        return find(topic).map(Topic::id).filter(id -> !id.isEmpty());
    }

    /** Returns whether a topic is known not to be there now. */
    public boolean isMissing(String topic) {
        return find(topic).filter(Topic::isMissing).isPresent();
    }

    /**
     * Returns a partition without a leader for which a record must wait: the one that its key chooses. A record without a key
     * goes to another one while there is one.
     */
    public Optional<TopicPartition> leaderlessFor(ProducerRecord<byte[], byte[]> record) {
        return find(record.topic())
                .filter(topic -> !topic.leaderless.isEmpty())
                .flatMap(topic -> record.key() == null
                        ? topic.leaderless.stream()
                                .filter(any -> topic.leaderless.size() == topic.partitions)
                                .findFirst()
                        : Optional.of(KeyPartition.of(record.key(), topic.partitions))
                                .filter(topic.leaderless::contains))
                .map(partition -> new TopicPartition(record.topic(), partition));
    }

    /** Returns the partition that a record's key chooses; empty if it has none, or that is not known now. */
    public Optional<TopicPartition> partitionOf(ProducerRecord<byte[], byte[]> record) {
        return record.key() == null
                ? Optional.empty()
                : find(record.topic())
                        .map(topic ->
                                new TopicPartition(record.topic(), KeyPartition.of(record.key(), topic.partitions)));
    }

    private Optional<Topic> find(String topic) {
        watched.add(topic);
        long now = ticker.getAsLong();
        if (now - askAgainAt >= 0 && asking.compareAndSet(false, true)) {
            lookup.describe(Set.copyOf(watched)).whenComplete((described, fault) -> {
                if (fault == null) {
                    learn(described, now);
                }
                askAgainAt = ticker.getAsLong() + FRESH;
                asking.set(false);
            });
        }
        return Optional.ofNullable(topics.get(topic)).filter(each -> ticker.getAsLong() - each.at <= STALE);
    }

    private synchronized void learn(Map<String, TopicDescription> described, long askedAt) {
        described.forEach((name, topic) -> {
            Topic before = topics.get(name);
            if (topic.partitions().isEmpty() && idOf(topic).isEmpty()) {
                // A broker that has only just started may know of no topic yet: the id is not gone for that.
                topics.put(
                        name,
                        new Topic(
                                before == null ? "" : before.id,
                                before == null ? 1 : before.partitions,
                                Set.of(),
                                true,
                                askedAt));
                return;
            }
            String id = idOf(topic);
            // A broker that lags behind may still tell of the topic that was deleted.
            if (!goneIds.contains(id) && (before == null || before.at <= askedAt)) {
                if (before != null && !before.id.isEmpty() && !before.id.equals(id)) {
                    goneIds.add(before.id);
                }
                topics.put(
                        name, new Topic(id, Math.max(1, topic.partitions().size()), leaderless(topic), false, askedAt));
            }
        });
    }

    private static String idOf(TopicDescription topic) {
        return topic.topicId() == null || topic.topicId().equals(Uuid.ZERO_UUID)
                ? ""
                : topic.topicId().toString();
    }

    private static Set<Integer> leaderless(TopicDescription topic) {
        Set<Integer> leaderless = new HashSet<>();
        topic.partitions().forEach(each -> {
            if (each.leader() == null || each.leader().isEmpty()) {
                leaderless.add(each.partition());
            }
        });
        return leaderless;
    }
}
