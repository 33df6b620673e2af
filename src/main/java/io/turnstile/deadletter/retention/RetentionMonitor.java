package io.turnstile.deadletter.retention;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.kafka.IndexSyncConfig;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watch over settings by which Kafka would delete open letters, or their resolutions. It looks when it is asked, on a thread of
 * its own, and answers by what it learned last: health and metrics wait neither for Kafka nor for the index. Thread-safe.
 */
public final class RetentionMonitor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RetentionMonitor.class);
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final Duration SETTINGS = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final IndexSyncConfig config;
    private final Supplier<Optional<Instant>> oldestOpen;
    private final Clock clock;
    private final Admin admin;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "dead-letter-expiry");
        made.setDaemon(true);
        return made;
    });
    private final AtomicBoolean looking = new AtomicBoolean();
    private Map<ConfigResource, Config> topics = Map.of();
    private Instant settingsAt = Instant.MIN;
    private volatile Instant lookAt = Instant.MIN;
    private volatile List<String> warnings = List.of();

    public RetentionMonitor(IndexSyncConfig config, LetterIndex index, Clock clock) {
        this(config, index::oldestOpen, clock);
    }

    /** @param oldestOpen when the oldest open letter was decided; may take long */
    public RetentionMonitor(IndexSyncConfig config, Supplier<Optional<Instant>> oldestOpen, Clock clock) {
        this.config = config;
        this.oldestOpen = oldestOpen;
        this.clock = clock;
        this.admin = Admin.create(config.clients().client("-expiry"));
    }

    /** Returns a sentence for each thing that somebody has to fix, with what to do; nothing while that is not known. */
    public List<String> warnings() {
        if (!clock.instant().isBefore(lookAt) && looking.compareAndSet(false, true)) {
            try {
                thread.execute(this::look);
            } catch (RejectedExecutionException e) {
                LOG.debug("Closed", e);
            }
        }
        return warnings;
    }

    private void look() {
        try {
            Instant now = clock.instant();
            if (!now.isBefore(settingsAt.plus(SETTINGS))) {
                topics = admin.describeConfigs(List.of(topic(config.deadLetters()), topic(config.resolutions())))
                        .all()
                        .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                settingsAt = now;
            }
            warnings = warnings(now);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            LOG.debug("Could not learn when dead letters expire; looks again when asked", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lookAt = clock.instant().plus(LOOK);
            looking.set(false);
        }
    }

    private List<String> warnings(Instant now) {
        List<String> found = new ArrayList<>();
        Optional<Instant> oldest = oldestOpen.get();
        topics.forEach((topic, settings) -> {
            Expiry expiry = Expiry.of(settings);
            found.addAll(
                    topic.name().equals(config.deadLetters())
                            ? expiry.ofLetters(topic.name(), oldest, now)
                            : expiry.ofResolutions(topic.name()));
        });
        return List.copyOf(found);
    }

    private static ConfigResource topic(String name) {
        return new ConfigResource(ConfigResource.Type.TOPIC, name);
    }

    @Override
    public void close() {
        thread.shutdownNow();
        admin.close(Duration.ZERO);
    }
}
