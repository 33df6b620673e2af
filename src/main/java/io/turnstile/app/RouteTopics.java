package io.turnstile.app;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.turnstile.config.Settings;
import io.turnstile.intake.outcome.OutcomeTopics;
import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.kafka.TopicNames;
import io.turnstile.route.RetryHeaders;
import io.turnstile.topic.AdminClients;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Topics that routes may write outcomes to: by their roles, and by what is on Kafka. Topics that were there at the start are
 * not looked up again; what was looked up holds for five seconds. Thread-safe.
 */
public final class RouteTopics implements OutcomeTopics, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteTopics.class);
    private static final Duration FRESH = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    private static final int MOST = 10_000;

    private final Settings settings;
    private final Set<String> ensured = ConcurrentHashMap.newKeySet();
    private final LoadingCache<String, Boolean> lookups =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(FRESH).build(this::isThere);
    private @Nullable Admin admin;

    public RouteTopics(Settings settings) {
        this.settings = settings;
    }

    /** Adds topics that are known to be there. */
    void ensured(Collection<String> topics) {
        ensured.addAll(topics);
    }

    @Override
    public void requireAllowed(String topic, OutcomeHeaders headers, boolean extra) {
        Settings.Topics roles = settings.topics();
        if (TopicNames.isValid(topic)) {
            refuse(topic.equals(roles.requests()), topic, "is the requests topic: it would be decided again, for ever");
            refuse(
                    settings.isRetryTopic(topic) && (extra || !(headers instanceof RetryHeaders)),
                    topic,
                    "is a retry topic: only direct:retry may write there");
            refuse(
                    List.of(roles.resolutions(), roles.jobs()).contains(topic),
                    topic,
                    "is Turnstile's own: name another topic");
            refuse(
                    extra && List.of(roles.schedules(), roles.deadLetters()).contains(topic),
                    topic,
                    "is a topic of outcomes: a record with extra=true there would be a second outcome");
        } else {
            refuse(true, "'" + topic + "'", "is no name of a topic: use letters, digits, '.', '_' and '-'");
        }
    }

    private static void refuse(boolean refused, String topic, String why) {
        if (refused) {
            throw new IllegalArgumentException("outcome: cannot write to " + topic + ", which " + why);
        }
    }

    @Override
    public void requireExisting(String topic) {
        if (!ensured.contains(topic) && !lookups.get(topic)) {
            throw new IllegalStateException("There is no topic " + topic + ": create it");
        }
    }

    private boolean isThere(String topic) {
        try {
            admin().describeTopics(List.of(topic)).allTopicNames().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            LOG.debug("Looked for topic {}", topic, e);
            return !(e.getCause() instanceof UnknownTopicOrPartitionException);
        } catch (TimeoutException e) {
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private synchronized Admin admin() {
        if (admin == null) {
            admin = AdminClients.create(settings, "routes");
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
