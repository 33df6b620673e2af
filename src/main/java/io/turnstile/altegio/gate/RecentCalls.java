package io.turnstile.altegio.gate;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Remembers how the last {@value #SIZE} calls ended, for 10 s: what tells a fault of one request from one of the world.
 * Times are nanoseconds of one ticker. Thread-safe, without a lock.
 */
final class RecentCalls {

    static final int SIZE = 128;
    private static final long AGE = Duration.ofSeconds(10).toNanos();

    private final AtomicReferenceArray<Ended> ring = new AtomicReferenceArray<>(SIZE);
    private final AtomicLong next = new AtomicLong();

    void answered(Call call, long sentAt, long now) {
        add(new Ended(call, true, sentAt, now));
    }

    void failed(Call call, long now) {
        add(new Ended(call, false, now, now));
    }

    private void add(Ended ended) {
        ring.set((int) (next.getAndIncrement() & (SIZE - 1)), ended);
    }

    /** Returns whether another call of this kind was answered that was sent after the given time. */
    boolean answeredSince(Call call, long time) {
        for (int i = 0; i < SIZE; i++) {
            Ended ended = ring.get(i);
            if (ended != null && ended.answered && ended.sentAt - time > 0 && ended.isLike(call)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Draws the picture of the last 10 s, in which each subject counts once, by how its last call ended.
     *
     * @param except subject that does not count, or null
     */
    Picture picture(String except, long now) {
        Map<String, Ended> last = new HashMap<>();
        for (int i = 0; i < SIZE; i++) {
            Ended ended = ring.get(i);
            if (ended != null
                    && now - ended.endedAt <= AGE
                    && !ended.call.subject().equals(except)) {
                last.merge(ended.call.subject(), ended, Ended::later);
            }
        }
        int failed =
                (int) last.values().stream().filter(ended -> !ended.answered).count();
        return new Picture(failed, last.size());
    }

    /** Forgets all: after a hold, the picture is drawn anew. */
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
     */
    record Picture(int failed, int all) {

        private static final int ENOUGH = 3;

        /** Returns whether at least half of them failed, and no fewer than {@value #ENOUGH}. */
        boolean isMostlyFailing() {
            return failed >= ENOUGH && 2 * failed >= all;
        }
    }

    private record Ended(Call call, boolean answered, long sentAt, long endedAt) {

        boolean isLike(Call other) {
            return call.operation() == other.operation() && !call.target().equals(other.target());
        }

        static Ended later(Ended one, Ended other) {
            return one.endedAt - other.endedAt > 0 ? one : other;
        }
    }
}
