package io.turnstile.deadletter.replay.log;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Id that Kafka gave a topic: one that is created again under the same name has another. One thread's. */
final class TopicIdentity implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicIdentity.class);
    private static final int PATIENCE_MS = 5_000;

    private final Supplier<Admin> admins;
    private final String topic;
    private @Nullable Admin admin;
    private Optional<Uuid> known = Optional.empty();

    /** @param admins called at the first look, and again while it throws */
    TopicIdentity(Supplier<Admin> admins, String topic) {
        this.admins = admins;
        this.topic = topic;
    }

    /** Asks Kafka whether the topic is another than at the last look; false if it does not tell. */
    boolean hasChanged() {
        Optional<Uuid> now = describe();
        boolean changed = now.isPresent() && known.isPresent() && !now.equals(known);
        known = now.isPresent() ? now : known;
        return changed;
    }

    private Optional<Uuid> describe() {
        try {
            if (admin == null) {
                admin = admins.get();
            }
            return Optional.of(admin.describeTopics(List.of(topic), new DescribeTopicsOptions().timeoutMs(PATIENCE_MS))
                    .topicNameValues()
                    .get(topic)
                    .get()
                    .topicId());
        } catch (ExecutionException | KafkaException e) {
            LOG.debug("Kafka does not tell which topic {} is", topic, e);
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
