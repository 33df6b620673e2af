package io.turnstile.kafka;

import java.time.Duration;

/**
 * End of a thread's wait for Kafka, or for another thread. It goes by the process's own clock, which never goes back: a wait
 * is real, and no other clock can end it. Immutable.
 */
public final class Deadline {

    private final long end;

    private Deadline(long end) {
        this.end = end;
    }

    /** Makes one that begins now. */
    public static Deadline in(Duration patience) {
        return new Deadline(System.nanoTime() + patience.toNanos());
    }

    /** Returns how long the wait may still last; zero when it is over. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    public boolean isOver() {
        return left().isZero();
    }
}
