package io.turnstile.kafka;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Heartbeat of a thread that works in rounds: a count that grows with each. It begins with the first beat; whoever watches
 * takes a thread whose count then stands still for the bound as dead or stuck. Thread-safe.
 */
public final class Heartbeat {

    private final String thread;
    private final Duration bound;
    private final AtomicLong beats = new AtomicLong();

    /**
     * Creates one that has not begun.
     *
     * @param thread name of the thread
     * @param bound more than any round takes, waits on purpose and a busy machine included
     */
    public Heartbeat(String thread, Duration bound) {
        this.thread = Objects.requireNonNull(thread);
        this.bound = Objects.requireNonNull(bound);
    }

    /** Notes that the thread works. Costs next to nothing: a thread that waits on purpose calls it while it waits. */
    public void beat() {
        beats.incrementAndGet();
    }

    /** Returns how often it has beaten; 0 while it has not begun. */
    public long beats() {
        return beats.get();
    }

    public String thread() {
        return thread;
    }

    public Duration bound() {
        return bound;
    }
}
