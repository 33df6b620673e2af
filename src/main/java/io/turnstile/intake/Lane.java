package io.turnstile.intake;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Is a queue of records with the same key: one is under way at a time, in the order they came. Thread-safe. */
final class Lane {

    private final Executor pool;
    private final Consumer<LaneRecord> decide;
    private final Clock clock;
    private final Deque<LaneRecord> waiting = new ArrayDeque<>();
    private LaneRecord running;

    /**
     * Creates an empty lane.
     *
     * @param decide decides a record, on a thread of the pool
     * @param clock says which records are due
     */
    Lane(Executor pool, Consumer<LaneRecord> decide, Clock clock) {
        this.pool = pool;
        this.decide = decide;
        this.clock = clock;
    }

    synchronized void add(LaneRecord record) {
        waiting.add(record);
    }

    /** Goes on with the next record if none is under way and the next one is due. */
    synchronized void start() {
        if (running == null && nextIsDue()) {
            LaneRecord next = waiting.poll();
            running = next;
            pool.execute(() -> run(next));
        }
    }

    private void run(LaneRecord first) {
        for (LaneRecord each = first; each != null; each = after(each)) {
            decide.accept(each);
        }
    }

    private synchronized LaneRecord after(LaneRecord decided) {
        if (running != decided) {
            // It was overtaken, and another thread runs the lane now.
            return null;
        }
        running = nextIsDue() ? waiting.poll() : null;
        return running;
    }

    private boolean nextIsDue() {
        return !waiting.isEmpty() && waiting.peek().record().notBefore() <= clock.millis();
    }

    /** Waits no longer for the record under way. */
    synchronized void overtake(LaneRecord record) {
        if (running == record) {
            running = null;
        }
    }

    synchronized boolean isEmpty() {
        return running == null && waiting.isEmpty();
    }
}
