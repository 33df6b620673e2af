package io.turnstile.deadletter.replay;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.ExponentialBackoff;

/** Pauses that grow with each failure in a row: 0.1 s at first, 5 s at most, and none once it is closed. One thread's. */
public final class Pauses {

    private final ExponentialBackoff delays = new ExponentialBackoff(100, 2, 5_000, 0.2);
    private final CountDownLatch closed;
    private int failures;

    /** @param closed ends all waits */
    public Pauses(CountDownLatch closed) {
        this.closed = closed;
    }

    public boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Returns whether the failure that came before was the first in a row. */
    public boolean isFirst() {
        return failures == 0;
    }

    /** Waits; returns whether to try again. */
    public boolean pause() {
        return pause(Duration.ofMillis(delays.backoff(failures++)));
    }

    /** Waits for a time; returns whether to try again. */
    public boolean pause(Duration time) {
        try {
            return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    public void reset() {
        failures = 0;
    }
}
