package io.turnstile.altegio.gate.call;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Pace of calls that stand behind a booking: how long each is on its way, once it has a place in the quota and a connection, and
 * how long that usually takes. Thread-safe.
 */
public final class CallPace {

    private static final int SEVERAL = 4;
    private static final int WEIGHT = 32;
    private static final long QUEUED = Long.MIN_VALUE;

    private final Ticker ticker;
    private final Map<Long, Long> startedAt = new ConcurrentHashMap<>();
    private final AtomicLong usual = new AtomicLong();

    public CallPace(Ticker ticker) {
        this.ticker = ticker;
    }

    /** Notes that a call waits for a place in the quota, or for a connection. */
    public void queued(Call call) {
        if (call.hasSequence()) {
            startedAt.put(call.sequence(), QUEUED);
        }
    }

    /** Notes that a call has both. */
    public void started(Call call) {
        if (call.hasSequence()) {
            startedAt.put(call.sequence(), ticker.read());
        }
    }

    /** Notes that a call was answered, or given up. */
    public void ended(Call call) {
        Long started = !call.hasSequence() ? null : startedAt.remove(call.sequence());
        if (started != null && started != QUEUED) {
            long took = ticker.read() - started;
            usual.updateAndGet(before -> before == 0 ? took : before + (took - before) / WEIGHT);
        }
    }

    /** Returns whether a call with this sequence number is on its way for longer than this, and than several usual calls. */
    public boolean isSlow(long sequence, Duration patience) {
        Long started = startedAt.get(sequence);
        return started != null
                && started != QUEUED
                && ticker.read() - started > Math.max(patience.toNanos(), SEVERAL * usual.get());
    }

    /** Returns whether a call with this sequence number waits for a place in the quota, or for a connection. */
    public boolean isQueued(long sequence) {
        Long started = startedAt.get(sequence);
        return started != null && started == QUEUED;
    }
}
