package io.turnstile.deadletter.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Watch over topics: which partitions they have, and whether they are still the ones that were read. One thread's. */
final class TopicMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicMonitor.class);

    private final Admin admin;
    private final List<String> names;
    private final Duration patience;
    private Map<String, Topic> known = Map.of();

    /** Topic as Kafka describes it: one that is created again has another identity. */
    record Topic(String identity, List<TopicPartition> partitions) {}

    TopicMonitor(Admin admin, List<String> names, Duration patience) {
        this.admin = admin;
        this.names = names;
        this.patience = patience;
    }

    /** Asks Kafka, and takes its answer for what is known from now on. */
    void refresh() throws InterruptedException {
        known = describe();
    }

    Map<String, Topic> known() {
        return known;
    }

    /** Asks Kafka whether anything is different. */
    boolean isChanged() throws InterruptedException {
        return !known.equals(describe());
    }

    /** Asks Kafka whether it keeps only the last record of each key of a topic; false if this program may not know. */
    boolean isCompacted(String topic) throws InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try {
            return get(admin.describeConfigs(List.of(resource)).all())
                    .get(resource)
                    .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                    .value()
                    .contains(TopicConfig.CLEANUP_POLICY_COMPACT);
        } catch (AuthorizationException e) {
            LOG.debug("Kafka does not tell how {} is cleaned up", topic, e);
            return false;
        }
    }

    private Map<String, Topic> describe() throws InterruptedException {
        Map<String, Topic> topics = new HashMap<>();
        get(admin.describeTopics(names).allTopicNames()).forEach((name, topic) -> {
            List<TopicPartition> partitions = new ArrayList<>();
            for (TopicPartitionInfo each : topic.partitions()) {
                partitions.add(new TopicPartition(name, each.partition()));
            }
            topics.put(name, new Topic(topic.topicId().toString(), List.copyOf(partitions)));
        });
        return topics;
    }

    private <T> T get(KafkaFuture<T> answer) throws InterruptedException {
        try {
            return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                throw new KafkaException("Kafka does not have all of the topics " + String.join(", ", names));
            }
            throw e.getCause() instanceof KafkaException fault ? fault : new KafkaException(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("Kafka does not answer", e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
