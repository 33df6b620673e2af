package io.turnstile.kafka;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Pauses that grow with each failure in a row: 0.1 s at first, 5 s at most, a fifth more or less by chance. Thread-safe. */
public final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 5_000;
    private static final int MOST_DOUBLINGS = 6;
    private static final double JITTER = 0.2;

    private final AtomicInteger failures = new AtomicInteger();

    /** Returns whether the failure that came before was the first in a row. */
    public boolean isFirst() {
        return failures.get() == 0;
    }

    /**
     * Waits on this thread, longer each time.
     *
     * @param closed cuts all pauses short
     * @return whether to try again: false once it is closed, or when the thread was interrupted, which it then still is
     */
    public boolean pause(CountDownLatch closed) {
        return pause(next(), closed);
    }

    /** Waits for a time of one's own in the same way. */
    public static boolean pause(Duration time, CountDownLatch closed) {
        try {
            return !closed.await(time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Counts a failure, and returns how long to wait for it. */
    Duration next() {
        int doublings = failures.getAndUpdate(count -> Math.min(count + 1, MOST_DOUBLINGS));
        double chance = ThreadLocalRandom.current().nextDouble(1 - JITTER, 1 + JITTER);
        return Duration.ofMillis(Math.min(LONGEST_MS, (long) (chance * (FIRST_MS << doublings))));
    }

    public void reset() {
        failures.set(0);
    }
}
