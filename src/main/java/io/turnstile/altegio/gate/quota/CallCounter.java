package io.turnstile.altegio.gate.quota;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counter of the calls of the last minute in steps of a tenth of a second, without a lock. Only for display. Thread-safe.
 */
final class CallCounter {

    private static final long STEP = Duration.ofMillis(100).toNanos();
    private static final int STEPS = 600;
    private static final int COUNT_BITS = 24;
    private static final long COUNT = (1L << COUNT_BITS) - 1;

    /** Each entry holds the number of its step and, in the lower bits, the calls counted in it. */
    private final AtomicLongArray steps = new AtomicLongArray(STEPS);

    private final Ticker ticker;

    CallCounter(Ticker ticker) {
        this.ticker = ticker;
    }

    void count() {
        long step = step();
        steps.updateAndGet(
                (int) (step % STEPS), entry -> entry >>> COUNT_BITS == step ? entry + 1 : step << COUNT_BITS | 1);
    }

    /** Returns the calls counted in the last {@code time}, at most a minute. */
    int last(Duration time) {
        long now = step();
        long oldest = now - time.toNanos() / STEP;
        int sum = 0;
        for (int i = 0; i < STEPS; i++) {
            long entry = steps.get(i);
            long step = entry >>> COUNT_BITS;
            if (step > oldest && step <= now) {
                sum += (int) (entry & COUNT);
            }
        }
        return sum;
    }

    private long step() {
        return Math.floorMod(ticker.read() / STEP, 1L << 39);
    }
}
