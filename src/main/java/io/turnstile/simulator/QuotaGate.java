package io.turnstile.simulator;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counts calls against a quota. Safe for any number of threads. */
final class QuotaGate {
    private final LongSupplier nanos;
    private Quota quota = Quota.none();
    private SlidingWindow second = new SlidingWindow(0, 0);
    private SlidingWindow minute = new SlidingWindow(0, 0);

    /** Creates a gate on a clock of nanoseconds that never goes back, such as {@link System#nanoTime}. */
    QuotaGate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Lets a call pass and counts it, or says how long it came too early. A quota that differs from the last call's
     * starts with empty windows.
     *
     * @return zero: passed
     */
    synchronized Duration enter(Quota current) {
        if (!current.equals(quota)) {
            quota = current;
            second =
                    new SlidingWindow(current.perSecond(), Duration.ofSeconds(1).toNanos());
            minute =
                    new SlidingWindow(current.perMinute(), Duration.ofMinutes(1).toNanos());
        }
        long now = nanos.getAsLong();
        long wait = Math.max(second.waitAt(now), minute.waitAt(now));
        if (wait == 0) {
            second.record(now);
            minute.record(now);
        }
        return Duration.ofNanos(wait);
    }
}
