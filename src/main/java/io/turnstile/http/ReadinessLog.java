package io.turnstile.http;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Log of readiness, on a thread of its own: one line when it is won, and one when it is lost for two looks in a row, or not
 * won within half a minute of the start. What comes and goes meanwhile is not worth a person's attention.
 */
final class ReadinessLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessLog.class);
    private static final long EVERY_SECONDS = 5;
    private static final int LOOKS_DOWN = 2;
    private static final int LOOKS_DOWN_AT_START = 6;

    private final List<Health.Check> parts;
    private final ScheduledThreadPoolExecutor timer;
    private @Nullable Boolean saidUp;
    private int looksDown;

    /** @param parts those that log nothing of their own */
    ReadinessLog(List<Health.Check> parts) {
        this.parts = parts;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "readiness");
            thread.setDaemon(true);
            return thread;
        });
    }

    static ReadinessLog start(List<Health.Check> parts) {
        ReadinessLog log = new ReadinessLog(parts);
        log.timer.scheduleWithFixedDelay(log::look, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return log;
    }

    /** Looks once. Whatever leaves it would end the looks for good, without a word. */
    void look() {
        try {
            note(Health.of(parts));
        } catch (RuntimeException | Error e) {
            LOG.warn("Could not look whether all is ready; looks again in {} s.", EVERY_SECONDS, e);
        }
    }

    /** Takes note of the health at one look; says so if that is a change. */
    void note(Health health) {
        looksDown = health.isUp() ? 0 : looksDown + 1;
        if (health.isUp() && !Boolean.TRUE.equals(saidUp)) {
            saidUp = true;
            LOG.info("Ready.");
        } else if (!Boolean.FALSE.equals(saidUp) && looksDown >= (saidUp == null ? LOOKS_DOWN_AT_START : LOOKS_DOWN)) {
            saidUp = false;
            LOG.warn("Not ready: {}", reasons(health));
        }
    }

    private static String reasons(Health health) {
        return health.checks().stream()
                .filter(check -> !check.isUp())
                .map(check -> check.name() + ": " + check.detail())
                .collect(Collectors.joining("; "));
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
