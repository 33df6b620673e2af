package io.turnstile.ops;

import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one log line when readiness is lost or won, on a thread of its own. What comes and goes between two looks is not
 * worth a person's attention.
 */
final class ReadinessLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadinessLog.class);
    private static final long EVERY_SECONDS = 5;

    private final List<HealthCheck> parts;
    private final ScheduledThreadPoolExecutor timer;
    private Boolean wasUp;

    /** @param parts those that log nothing of their own */
    private ReadinessLog(List<HealthCheck> parts) {
        this.parts = parts;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "readiness");
            thread.setDaemon(true);
            return thread;
        });
    }

    static ReadinessLog start(List<HealthCheck> parts) {
        ReadinessLog log = new ReadinessLog(parts);
        log.timer.scheduleWithFixedDelay(
                () -> log.note(Health.of(log.parts)), EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        return log;
    }

    private void note(Health health) {
        boolean changed = wasUp == null || wasUp != health.isUp();
        wasUp = health.isUp();
        if (changed && health.isUp()) {
            LOG.info("Ready.");
        } else if (changed) {
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
