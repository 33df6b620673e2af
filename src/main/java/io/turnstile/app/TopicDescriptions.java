package io.turnstile.app;

import io.turnstile.config.Settings;
import io.turnstile.kafka.TopicMetadataCache;
import io.turnstile.topic.AdminClients;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/** Lookup of topics with an admin client of its own, which is made when it is first needed. Thread-safe. */
final class TopicDescriptions implements TopicMetadataCache.Lookup, AutoCloseable {

    private final Settings settings;
    private @Nullable Admin admin;

    TopicDescriptions(Settings settings) {
        this.settings = settings;
    }

    @Override
    public CompletionStage<Map<String, TopicDescription>> describe(Set<String> topics) {
        Map<String, TopicDescription> found = new ConcurrentHashMap<>();
        CompletableFuture<?>[] answers = admin().describeTopics(topics).topicNameValues().entrySet().stream()
                .map(each -> each.getValue()
                        .toCompletionStage()
                        .handle((topic, fault) -> {
                            if (fault == null) {
                                found.put(each.getKey(), topic);
                            } else if (root(fault) instanceof UnknownTopicOrPartitionException) {
                                found.put(each.getKey(), new TopicDescription(each.getKey(), false, List.of()));
                            } else if (!isOfTopic(fault)) {
                                throw new IllegalStateException(fault);
                            }
                            return null;
                        })
                        .toCompletableFuture())
                .toArray(CompletableFuture[]::new);
        return CompletableFuture.allOf(answers).thenApply(all -> found);
    }

    private static boolean isOfTopic(Throwable fault) {
        return root(fault) instanceof TopicAuthorizationException || root(fault) instanceof InvalidTopicException;
    }

    private static Throwable root(Throwable fault) {
        return fault.getCause() == null ? fault : fault.getCause();
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = AdminClients.create(settings, "topic-ids");
        }
        return admin;
    }

    @Override
    public synchronized void close() {
        if (admin != null) {
            admin.close(Duration.ZERO);
        }
    }
}
