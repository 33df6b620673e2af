package io.turnstile.app;

import io.turnstile.telemetry.ContextExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Thread pool on which bookings are decided: as many threads as may be in flight. */
final class BookingPool implements Executor, AutoCloseable {

    private final ExecutorService threads;

    BookingPool(int concurrency) {
        AtomicInteger number = new AtomicInteger();
        this.threads = new ContextExecutor(Executors.newFixedThreadPool(
                concurrency, task -> new Thread(task, "booking-" + number.incrementAndGet())));
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
    }

    @Override
    public void close() {
        threads.shutdownNow();
        try {
            threads.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
