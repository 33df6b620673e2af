package io.turnstile.deadletter.index;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Warns while Kafka would delete open letters, or their resolutions. Asks Kafka for the topics' settings when it is asked, once a
 * minute at most, and never waits: it answers by what it learned last. Thread-safe.
 */
public final class ExpiryWatch implements AutoCloseable {

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final FeedConfig config;
    private final LetterIndex index;
    private final Clock clock;
    private final Admin admin;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Map<ConfigResource, Config> topics = Map.of();
    private volatile Instant askAgainAt = Instant.MIN;

    public ExpiryWatch(FeedConfig config, LetterIndex index, Clock clock) {
        this.config = config;
        this.index = index;
        this.clock = clock;
        this.admin = Admin.create(config.client("-expiry"));
    }

    /** Returns a sentence for each thing that somebody has to mend, with what to do; nothing while that is not known. */
    public List<String> warnings() {
        Instant now = clock.instant();
        if (!now.isBefore(askAgainAt) && asking.compareAndSet(false, true)) {
            admin.describeConfigs(List.of(topic(config.deadLetters()), topic(config.resolutions())))
                    .all()
                    .whenComplete((found, fault) -> learned(found, now));
        }
        List<String> warnings = new ArrayList<>();
        topics.forEach((topic, settings) -> {
            Expiry expiry = Expiry.of(settings);
            warnings.addAll(
                    topic.name().equals(config.deadLetters())
                            ? expiry.ofLetters(topic.name(), index.oldestOpen(), now)
                            : expiry.ofResolutions(topic.name()));
        });
        return warnings;
    }

    private void learned(Map<ConfigResource, Config> found, Instant now) {
        if (found != null) {
            topics = found;
        }
        askAgainAt = now.plus(FRESH);
        asking.set(false);
    }

    private static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
