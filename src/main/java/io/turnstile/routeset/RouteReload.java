package io.turnstile.routeset;

import io.turnstile.config.SettingsException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reload of route files that somebody saved. It looks at the folder's texts twice a second, waits until a look finds what the
 * look before found (a save may take several steps), tries the whole set, and only then lets it replace the running one. What
 * is broken changes nothing and is told once.
 */
public final class RouteReload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RouteReload.class);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private final RouteSwitch sets;
    private final Loader loader;
    private final UnaryOperator<String> redact;
    private final Consumer<String> audit;
    private final RunningRoutes running;
    private final ScheduledThreadPoolExecutor thread;
    private RouteFiles tried;
    private @Nullable RouteFiles seen;
    private String unreadable = "";
    private String said = "";

    /** Loader of a set: complete, with the topics that its routes name, and not started. */
    @FunctionalInterface
    public interface Loader {
        RouteSet load(RouteFiles files) throws Exception;
    }

    /**
     * Looks at nothing before {@link #start}.
     *
     * @param redact blots secrets out of what is said of a file
     * @param audit told what was replaced or refused, in one line; may wait, must not throw
     */
    public RouteReload(
            RouteSwitch sets, Loader loader, UnaryOperator<String> redact, Consumer<String> audit, Clock clock) {
        this.sets = sets;
        this.loader = loader;
        this.redact = redact;
        this.audit = audit;
        this.tried = sets.current().files();
        this.running = new RunningRoutes(sets, clock);
        this.thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread made = new Thread(task, "routes-reload");
            made.setDaemon(true);
            return made;
        });
    }

    public void start() {
        thread.scheduleWithFixedDelay(this::lookSafely, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Returns what runs, and what was refused. */
    public RunningRoutes running() {
        return running;
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | Error e) {
            LOG.error("Could not look for saved route files; the routes that run stay", e);
        }
    }

    /** Looks at the folder once. */
    void look() {
        RouteFiles found;
        try {
            found = RouteFiles.read(tried.folder());
        } catch (IOException | SettingsException e) {
            seen = null;
            String line = RouteErrors.explain(e, tried).getMessage();
            // a file that is just being replaced can be read a moment later
            if (line.equals(unreadable)) {
                refuse(line);
            }
            unreadable = line;
            return;
        }
        unreadable = "";
        if (found.equals(tried)) {
            seen = null;
            if (found.equals(sets.current().files())) {
                accept();
            }
            return;
        }
        if (!found.equals(seen)) {
            seen = found;
            return;
        }
        seen = null;
        tried = found;
        replace(found);
    }

    private void replace(RouteFiles found) {
        RouteFiles before = sets.current().files();
        if (found.equals(before)) {
            accept();
            return;
        }
        List<String> changes = found.changesSince(before);
        RouteSet next = null;
        try {
            next = loader.load(found);
            sets.replaceBy(next);
        } catch (Exception e) {
            if (next != null) {
                next.close();
            }
            refuse(RouteErrors.explain(e, found).getMessage());
            return;
        }
        accept();
        running.replaced(before);
        String line = "replaced the routes: " + String.join(", ", changes)
                + running.restart().map(". "::concat).orElse("");
        LOG.info("Routes: {}", line);
        audit.accept(line);
    }

    private void accept() {
        said = "";
        running.sound();
    }

    private void refuse(String why) {
        String line = redact.apply(why);
        running.refused(line);
        if (!line.equals(said)) {
            said = line;
            LOG.warn("Routes: the saved files are not used, and those that run stay: {}", line);
            audit.accept("refused the routes as they were saved: " + line);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
