package io.turnstile.deadletter.index.write;

import io.turnstile.deadletter.index.database.RequestOrder;
import io.turnstile.deadletter.letter.Place;
import java.util.HashMap;
import java.util.Map;

/** Account of which letters were compared with all schedules that could supersede them. Thread-safe. */
public final class ScheduleCoverage {

    private long since = Long.MIN_VALUE;
    private String notSeen = "true";
    private final Map<Integer, Long> late = new HashMap<>();

    /**
     * Begins to compare with schedules that were decided from a moment on.
     *
     * @param condition for letters that no earlier process compared
     */
    synchronized void begin(long sinceMicros, String condition) {
        since = sinceMicros;
        notSeen = condition;
    }

    /** Learns from when on Kafka holds schedules. */
    public synchronized void limit(long sinceMicros) {
        since = Math.max(since, sinceMicros);
    }

    /** Returns the condition for letters that were there at the start and were not compared with all schedules. */
    public synchronized String notCompared() {
        return RequestOrder.ASKED + " < " + since + " AND " + notSeen;
    }

    /** Learns of a letter that came after schedules were forgotten that could supersede it. */
    synchronized void cameLate(Place letter) {
        late.merge(letter.partition(), letter.offset(), Math::min);
    }

    /** Returns these ends of partitions, but none behind a letter that came late. */
    public synchronized Map<Integer, Long> beforeLate(Map<Integer, Long> ends) {
        Map<Integer, Long> before = new HashMap<>(ends);
        late.forEach((partition, offset) -> before.computeIfPresent(partition, (any, end) -> Math.min(end, offset)));
        return before;
    }
}
