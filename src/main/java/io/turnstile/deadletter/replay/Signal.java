package io.turnstile.deadletter.replay;

import io.turnstile.kafka.Deadline;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Signal for threads that wait until something changed that they look at. Thread-safe. */
public final class Signal {

    private long raised;

    /** Wakes all that wait, to look again. */
    public synchronized void raise() {
        raised++;
        notifyAll();
    }

    /**
     * Waits until a condition holds that changes only with a {@link #raise}.
     *
     * @return whether it holds
     */
    public boolean await(BooleanSupplier condition, Duration patience) throws InterruptedException {
        Deadline end = Deadline.in(patience);
        for (; ; ) {
            long seen = seen();
            if (condition.getAsBoolean()) {
                return true;
            }
            if (!awaitChange(seen, end)) {
                return false;
            }
        }
    }

    private synchronized long seen() {
        return raised;
    }

    private synchronized boolean awaitChange(long seen, Deadline end) throws InterruptedException {
        while (raised == seen) {
            long left = end.left().plusNanos(999_999).toMillis();
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }
}
