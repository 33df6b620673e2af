package io.turnstile.intake;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Queue of records with the same key: one is under way at a time, in the order they came. Thread-safe. */
final class Lane {

    private final Executor pool;
    private final Consumer<LaneRecord> decide;
    private final Consumer<LaneRecord> settled;
    private final Clock clock;
    private final Deque<LaneRecord> waiting = new ArrayDeque<>();
    private @Nullable LaneRecord running;

    /**
     * Creates an empty lane.
     *
     * @param decide decides a record, on a thread of the pool; must not throw
     * @param settled told of each decided record, in order, when the lane has let go of it; must not throw
     * @param clock compared with the time at which a record is due
     */
    Lane(Executor pool, Consumer<LaneRecord> decide, Consumer<LaneRecord> settled, Clock clock) {
        this.pool = pool;
        this.decide = decide;
        this.settled = settled;
        this.clock = clock;
    }

    synchronized void add(LaneRecord record) {
        waiting.add(record);
    }

    /** Continues with the next record if none is under way and the next one is due. */
    synchronized void start() {
        if (running == null && nextIsDue()) {
            running = waiting.poll();
            LaneRecord next = running;
            pool.execute(() -> run(next));
        }
    }

    private void run(LaneRecord first) {
        LaneRecord each = first;
        while (each != null) {
            decide.accept(each);
            LaneRecord next = after(each);
            settled.accept(each);
            each = next;
        }
    }

    private synchronized @Nullable LaneRecord after(LaneRecord decided) {
        if (running != decided) {
            // It left the lane meanwhile, and another thread runs the lane now.
            return null;
        }
        if (decided.isFailed()) {
            // It is tried again, and those after it wait for it.
            running = null;
            waiting.addFirst(decided);
            return null;
        }
        running = nextIsDue() ? waiting.poll() : null;
        return running;
    }

    private boolean nextIsDue() {
        return !waiting.isEmpty() && waiting.peek().dueAt() <= clock.millis();
    }

    /** Takes a record out, wherever it is in the lane; the next one is started by {@link #start}. */
    synchronized void remove(LaneRecord record) {
        if (running == record) {
            running = null;
        } else {
            waiting.remove(record);
        }
    }

    /** Returns the records that wait behind the one under way, in order. */
    synchronized List<LaneRecord> waiting() {
        return new ArrayList<>(waiting);
    }

    synchronized boolean isEmpty() {
        return running == null && waiting.isEmpty();
    }

    /** Returns whether none is under way though records wait: until the next is due. */
    synchronized boolean isResting() {
        return running == null && !waiting.isEmpty();
    }
}
