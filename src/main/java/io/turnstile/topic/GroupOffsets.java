package io.turnstile.topic;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * Committed offsets of a group, and the bounds of its partitions.
 *
 * @param committed those that are committed; for any topic
 * @param begins the first offset of each partition
 * @param ends where a {@code read_committed} reader stops in each partition
 */
record GroupOffsets(
        String group,
        Map<TopicPartition, Long> committed,
        Map<TopicPartition, Long> begins,
        Map<TopicPartition, Long> ends) {

    /** @param topics that exist */
    static GroupOffsets read(Admin admin, String group, Collection<String> topics)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> begins = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        Map<TopicPartition, Long> committed = committed(admin, group);
        for (TopicDescription topic :
                admin.describeTopics(topics).allTopicNames().get().values()) {
            topic.partitions().forEach(each -> begins.put(new TopicPartition(topic.name(), each.partition()), 0L));
        }
        begins.putAll(bounds(admin, begins.keySet(), OffsetSpec.earliest()));
        ends.putAll(bounds(admin, begins.keySet(), OffsetSpec.latest()));
        return new GroupOffsets(group, committed, begins, ends);
    }

    /** Returns what a group has committed, waiting for transactions that are about to end; nothing for a group that is unknown. */
    static Map<TopicPartition, Long> committed(Admin admin, String group)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> committed = new HashMap<>();
        try {
            Map<TopicPartition, OffsetAndMetadata> read = admin.listConsumerGroupOffsets(
                            Map.of(group, new ListConsumerGroupOffsetsSpec()),
                            new ListConsumerGroupOffsetsOptions().requireStable(true))
                    .partitionsToOffsetAndMetadata(group)
                    .get();
            read.forEach((partition, offset) -> {
                if (offset != null) {
                    committed.put(partition, offset.offset());
                }
            });
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof GroupIdNotFoundException)) {
                throw e;
            }
        }
        return committed;
    }

    /** Returns whether somebody reads for the group: he has begun, and knows where. */
    static boolean hasMembers(Admin admin, String group) throws InterruptedException, ExecutionException {
        try {
            return !admin.describeConsumerGroups(List.of(group))
                    .all()
                    .get()
                    .get(group)
                    .members()
                    .isEmpty();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return false;
            }
            throw e;
        }
    }

    /** Returns the partitions that hold records and for which nothing is committed. */
    Map<TopicPartition, Long> missing() {
        return begins.entrySet().stream()
                .filter(each -> !committed.containsKey(each.getKey()) && ends.get(each.getKey()) > each.getValue())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /** Returns how many records of a topic are not read yet; the ends of transactions count. */
    long unread(String topic) {
        return ends.entrySet().stream()
                .filter(each -> each.getKey().topic().equals(topic))
                .mapToLong(each ->
                        Math.max(0, each.getValue() - committed.getOrDefault(each.getKey(), begins.get(each.getKey()))))
                .sum();
    }

    /** Returns the first offset of each partition whose record is of this time or later; nothing for one that has none. */
    static Map<TopicPartition, Long> since(Admin admin, Collection<TopicPartition> partitions, long epochMs)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, Long> since = new HashMap<>(bounds(admin, partitions, OffsetSpec.forTimestamp(epochMs)));
        since.values().removeIf(offset -> offset < 0);
        return since;
    }

    /** Returns how many partitions there are. */
    int count() {
        return begins.size();
    }

    private static Map<TopicPartition, Long> bounds(
            Admin admin, Collection<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException, ExecutionException {
        Map<TopicPartition, ListOffsetsResultInfo> read = admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(each -> each, any -> which)),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all()
                .get();
        return read.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, each -> each.getValue()
                .offset()));
    }
}
