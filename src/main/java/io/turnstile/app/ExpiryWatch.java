package io.turnstile.app;

import com.github.benmanes.caffeine.cache.Ticker;
import io.turnstile.deadletter.index.Expiry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;

/**
 * Warns if Kafka would delete dead letters that are open, or resolutions. Asks Kafka when it is asked, every minute at most,
 * and never waits: it answers by what it learned last. Thread-safe.
 */
final class ExpiryWatch {

    private static final Duration FRESH = Duration.ofMinutes(1);

    private final Admin admin;
    private final Settings.Topics topics;
    private final Ticker ticker;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile Map<String, Expiry> known = Map.of();
    private volatile long askAgainAt;

    ExpiryWatch(Admin admin, Settings.Topics topics, Ticker ticker) {
        this.admin = admin;
        this.topics = topics;
        this.ticker = ticker;
        this.askAgainAt = ticker.read();
    }

    /** @param oldest when the oldest open letter was decided; empty if none is open */
    List<String> warnings(Optional<Instant> oldest, Instant now) {
        refresh();
        return known.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(each -> each.getValue().warnings(each.getKey(), oldest, now).stream())
                .toList();
    }

    /** The last resolution of a letter is all that is needed: compacting those loses nothing. */
    private Expiry expiry(String topic, Config config) {
        Expiry expiry = Expiry.of(config);
        return topic.equals(topics.deadLetters()) ? expiry : new Expiry(expiry.age(), expiry.bytes(), false);
    }

    private void refresh() {
        if (ticker.read() - askAgainAt < 0 || !asking.compareAndSet(false, true)) {
            return;
        }
        List<ConfigResource> resources = Stream.of(topics.deadLetters(), topics.resolutions())
                .map(each -> new ConfigResource(ConfigResource.Type.TOPIC, each))
                .toList();
        admin.describeConfigs(resources).all().whenComplete((configs, fault) -> {
            if (fault == null) {
                known = configs.entrySet().stream()
                        .collect(Collectors.toMap(
                                each -> each.getKey().name(),
                                each -> expiry(each.getKey().name(), each.getValue())));
            }
            askAgainAt = ticker.read() + FRESH.toNanos();
            asking.set(false);
        });
    }
}
