package io.turnstile.altegio.gate.quota;

import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.Priority;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.locks.Condition;

/**
 * Calls that wait for the quota, in the order in which they may start: live calls before those of replays, but for one place
 * in {@value #REPLAY_EVERY}, which a waiting replay gets; calls that finish a booking before those that begin one; then in
 * the order their requests were read. Each further call of one client counts as read {@value #BEHIND} requests later than it
 * was, so that however many calls of one client wait, others soon are let through. Not thread-safe.
 */
final class WaitingLine {

    private static final int REPLAY_EVERY = 10;
    private static final long BEHIND = 100;

    private final PriorityQueue<Waiting> live = new PriorityQueue<>();
    private final PriorityQueue<Waiting> replays = new PriorityQueue<>();
    private final Map<String, Integer> bySubject = new HashMap<>();
    private long latestSequence;
    private long arrivals;
    private int liveInARow;

    /** A call that waits, on the thread that waits for the signal. */
    record Waiting(Call call, long sequence, long arrival, Condition signal) implements Comparable<Waiting> {

        private static final Comparator<Waiting> ORDER = Comparator.comparing(
                        (Waiting each) -> !each.call.operation().finishes())
                .thenComparingLong(Waiting::sequence)
                .thenComparingLong(Waiting::arrival);

        @Override
        public int compareTo(Waiting other) {
            return ORDER.compare(this, other);
        }
    }

    /** Lets a call wait; it must leave again. One without a sequence number goes after those that have come so far. */
    Waiting add(Call call, Condition signal) {
        long sequence = call.sequence() == Long.MAX_VALUE ? latestSequence : call.sequence();
        latestSequence = Math.max(latestSequence, sequence);
        int before = bySubject.merge(call.subject(), 1, Integer::sum) - 1;
        Waiting waiting = new Waiting(
                call, sequence == Long.MIN_VALUE ? sequence : sequence + BEHIND * before, arrivals++, signal);
        of(call).add(waiting);
        return waiting;
    }

    /** Returns who may start next; null if nobody waits. */
    Waiting first() {
        boolean replayIsDue = !replays.isEmpty() && liveInARow >= REPLAY_EVERY - 1;
        return live.isEmpty() || replayIsDue ? replays.peek() : live.peek();
    }

    /** Takes a call out that starts now. */
    void start(Waiting waiting) {
        leave(waiting);
        boolean passesReplays = waiting.call.priority() == Priority.LIVE && !replays.isEmpty();
        liveInARow = passesReplays ? liveInARow + 1 : 0;
    }

    /** Takes a call out that does not want to start any more. */
    void leave(Waiting waiting) {
        of(waiting.call).remove(waiting);
        bySubject.computeIfPresent(waiting.call.subject(), (subject, calls) -> calls > 1 ? calls - 1 : null);
    }

    private PriorityQueue<Waiting> of(Call call) {
        return call.priority() == Priority.LIVE ? live : replays;
    }

    int size() {
        return live.size() + replays.size();
    }

    void signalAll() {
        live.forEach(each -> each.signal.signal());
        replays.forEach(each -> each.signal.signal());
    }
}
