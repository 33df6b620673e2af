package io.turnstile.app;

import io.turnstile.booking.DurationFormat;
import io.turnstile.http.HealthResult;
import io.turnstile.kafka.Heartbeat;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Watch over the heartbeats of threads that the process cannot work without. It counts its own looks, a second apart, and reads
 * no clock: while the whole process stands still (a stopped or starved machine, a clock that is set), no thread is blamed for
 * it. Thread-safe.
 */
final class ThreadWatch implements AutoCloseable {

    static final String NAME = "thread-watch";
    static final Duration EVERY = Duration.ofSeconds(1);

    private final Supplier<? extends Collection<Heartbeat>> heartbeats;
    private final Map<Heartbeat, Seen> seen = new ConcurrentHashMap<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Thread thread = new Thread(this::stay, NAME);

    /**
     * Count of a heartbeat at the last look.
     *
     * @param standing how many looks in a row it has not grown
     */
    private record Seen(long beats, long standing) {

        private Seen next(long now) {
            return new Seen(now, now == beats ? standing + 1 : 0);
        }

        private Duration time() {
            return EVERY.multipliedBy(standing);
        }
    }

    /** @param heartbeats of today: more may be added, and none is ever taken away */
    ThreadWatch(Supplier<? extends Collection<Heartbeat>> heartbeats) {
        this.heartbeats = heartbeats;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    private void stay() {
        try {
            while (!closed.await(EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Compares all counts with those of the last look. */
    void look() {
        for (Heartbeat each : heartbeats.get()) {
            if (each.beats() > 0) {
                seen.merge(each, new Seen(each.beats(), 0), (before, now) -> before.next(now.beats));
            }
        }
    }

    /** Returns down for a thread that is dead or stuck: then the process had better be started again. */
    List<HealthResult> live() {
        return heartbeats.get().stream().map(this::live).toList();
    }

    private HealthResult live(Heartbeat heartbeat) {
        Seen last = seen.get(heartbeat);
        if (last == null) {
            return HealthResult.up(heartbeat.thread(), "begins");
        }
        return last.time().compareTo(heartbeat.bound()) < 0
                ? HealthResult.up(heartbeat.thread(), "runs")
                : HealthResult.down(
                        heartbeat.thread(),
                        "its thread is dead or stuck: no sign of it for " + DurationFormat.text(last.time()));
    }

    @Override
    public void close() {
        closed.countDown();
    }
}
