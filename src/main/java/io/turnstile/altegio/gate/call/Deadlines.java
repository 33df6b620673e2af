package io.turnstile.altegio.gate.call;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Bound on the whole time of a call: connecting, sending, and an answer that drips. The HTTP client bounds each read only. One
 * thread, which does nothing but break the connections of calls that are over time. Thread-safe.
 */
public final class Deadlines implements AutoCloseable {

    private final Duration timeout;
    private final ScheduledThreadPoolExecutor timer;

    public Deadlines(Duration timeout) {
        this.timeout = timeout;
        this.timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "altegio-deadlines");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(true);
    }

    Duration timeout() {
        return timeout;
    }

    /** @param abort breaks the connection of the call that begins now, from another thread */
    Deadline begin(Runnable abort) {
        Deadline deadline = new Deadline(abort);
        if (!timer.isShutdown()) {
            deadline.timer = timer.schedule(deadline::pass, timeout.toNanos(), TimeUnit.NANOSECONDS);
        }
        return deadline;
    }

    /** Begins no more of them; those that run still pass. */
    @Override
    public void close() {
        timer.shutdown();
    }

    /** The deadline of one call. Close when the call has ended: its connection is another's from then on. */
    static final class Deadline implements AutoCloseable {

        private final Runnable abort;
        private volatile @Nullable Future<?> timer;
        private boolean ended;
        private boolean passed;

        private Deadline(Runnable abort) {
            this.abort = abort;
        }

        private synchronized void pass() {
            if (!ended) {
                passed = true;
                abort.run();
            }
        }

        synchronized boolean hasPassed() {
            return passed;
        }

        @Override
        public void close() {
            synchronized (this) {
                ended = true;
            }
            if (timer != null) {
                timer.cancel(false);
            }
        }
    }
}
