package io.turnstile.kafka;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.utils.ExponentialBackoff;

/** Pause that grows with each failure in a row: 0.1 s at first, 5 s at most. Thread-safe. */
public final class Backoff {

    private static final long STEP_MS = 100;

    private final ExponentialBackoff delays = new ExponentialBackoff(STEP_MS, 2, 5_000, 0.2);
    private final AtomicInteger failures = new AtomicInteger();

    /** Waits on this thread until the time is over or the condition holds. */
    public void pause(BooleanSupplier cutShort) throws InterruptedException {
        long left = delays.backoff(failures.getAndIncrement());
        while (left > 0 && !cutShort.getAsBoolean()) {
            Thread.sleep(Math.min(left, STEP_MS));
            left -= STEP_MS;
        }
    }

    public void reset() {
        failures.set(0);
    }
}
