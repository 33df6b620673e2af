package io.turnstile.app;

import io.turnstile.config.Secrets;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Monitor of the files that hold secrets: looks at them every {@link #EVERY} on a thread of its own, and passes the settings on
 * when one has changed. A file that cannot be used changes nothing, and is told once.
 */
final class SecretMonitor implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SecretMonitor.class);

    private final Settings settings;
    private final Consumer<Settings> changed;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "secret-files");
        made.setDaemon(true);
        return made;
    });
    private Map<String, String> known;
    private @Nullable String told;

    /** @param changed gets the settings with the new secrets */
    SecretMonitor(Settings settings, Consumer<Settings> changed) {
        this.settings = settings;
        this.changed = changed;
        this.known = settings.secretFiles().first();
    }

    /** Begins to look, unless no secret is in a file. */
    void start() {
        if (!settings.secretFiles().isEmpty()) {
            thread.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        try {
            Map<String, String> now = settings.secretFiles().contents();
            if (!now.equals(known)) {
                Settings fresh = settings.secretFiles().settings();
                Secrets.of(fresh);
                changed.accept(fresh);
                LOG.info("Took {} again from its file, which has changed.", difference(now));
                known = now;
            }
            told = null;
        } catch (SettingsException e) {
            if (!Objects.equals(told, e.getMessage())) {
                told = e.getMessage();
                LOG.warn("{}. What was read before stays in use.", told);
            }
        } catch (RuntimeException | Error e) {
            // Whatever leaves it ends the looks for good, without a word.
            LOG.warn("A changed secret could not be taken; it is tried again.", e);
        }
    }

    private String difference(Map<String, String> now) {
        return String.join(
                " and ",
                now.keySet().stream()
                        .filter(key -> !now.get(key).equals(known.get(key)))
                        .toList());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
