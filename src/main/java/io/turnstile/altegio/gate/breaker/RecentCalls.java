package io.turnstile.altegio.gate.breaker;

import io.turnstile.altegio.gate.call.Call;
import io.turnstile.altegio.gate.call.Operation;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * History of how the last {@value #SIZE} calls ended, for 10 s: what tells a fault of one request from one of the world.
 * Times are nanoseconds of one ticker. Thread-safe, without a lock.
 */
public final class RecentCalls {

    static final int SIZE = 128;
    private static final long AGE = Duration.ofSeconds(10).toNanos();

    private final AtomicReferenceArray<Ended> ring = new AtomicReferenceArray<>(SIZE);
    private final AtomicLong next = new AtomicLong();

    public void answered(Call call, long sentAt, long now) {
        add(new Ended(call, true, false, sentAt, now));
    }

    public void probed(Call probe, long sentAt, long now) {
        add(new Ended(probe, true, true, sentAt, now));
    }

    public void failed(Call call, long now) {
        add(new Ended(call, false, false, now, now));
    }

    private void add(Ended ended) {
        ring.set((int) (next.getAndIncrement() & (SIZE - 1)), ended);
    }

    /**
     * Returns whether another call of this kind was answered that was sent after the given time.
     *
     * @param onlyProbes whether only a probe will do
     */
    public boolean answeredSince(Call call, long time, boolean onlyProbes) {
        for (int i = 0; i < SIZE; i++) {
            Ended ended = ring.get(i);
            if (ended != null
                    && ended.answered
                    && (ended.probe || !onlyProbes)
                    && ended.sentAt - time > 0
                    && ended.tellsOf(call)) {
                return true;
            }
        }
        return false;
    }

    /** Draws the picture of the last 10 s, in which each subject counts once, by how its last call ended. */
    public Picture picture(long now) {
        Map<String, Ended> last = new HashMap<>();
        for (int i = 0; i < SIZE; i++) {
            Ended ended = ring.get(i);
            if (ended != null && now - ended.endedAt <= AGE) {
                last.merge(ended.call.subject(), ended, Ended::later);
            }
        }
        long lastAnswer = last.values().stream()
                .filter(ended -> ended.answered)
                .mapToLong(ended -> ended.endedAt - now)
                .max()
                .orElse(Long.MIN_VALUE);
        int failed = 0;
        int failedSince = 0;
        for (Ended ended : last.values()) {
            failed += ended.answered ? 0 : 1;
            failedSince += !ended.answered && ended.endedAt - now > lastAnswer ? 1 : 0;
        }
        return new Picture(failed, last.size(), failedSince);
    }

    /** Forgets all: after a hold, the picture is drawn again. */
    void clear() {
        for (int i = 0; i < SIZE; i++) {
            ring.set(i, null);
        }
    }

    /**
     * How the subjects called lately fared.
     *
     * @param failed those whose last call failed
     * @param all of how many
     * @param failedSince those that failed since anybody was answered last
     */
    public record Picture(int failed, int all, int failedSince) {

        private static final int ENOUGH = 3;

        /** Returns whether at least half of them failed, or all of late, and no fewer than {@value #ENOUGH}. */
        public boolean isMostlyFailing() {
            return failed >= ENOUGH && 2 * failed >= all || failedSince >= ENOUGH;
        }
    }

    private record Ended(Call call, boolean answered, boolean probe, long sentAt, long endedAt) {

        /** A call of no kind of its own, of a route that somebody added, is told of by all kinds. */
        boolean tellsOf(Call other) {
            boolean isLike = call.operation() == other.operation() || other.operation() == Operation.OTHER;
            return isLike && !call.target().equals(other.target());
        }

        static Ended later(Ended one, Ended other) {
            return one.endedAt - other.endedAt > 0 ? one : other;
        }
    }
}
