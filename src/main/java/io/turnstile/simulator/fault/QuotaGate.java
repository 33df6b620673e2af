package io.turnstile.simulator.fault;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Counter of calls against a quota. Safe for any number of threads. */
public final class QuotaGate {
    private final LongSupplier nanos;
    private SimulatedQuota quota = SimulatedQuota.none();
    private CallWindow second = new CallWindow(0, 0);
    private CallWindow minute = new CallWindow(0, 0);

    /** Creates a gate on a clock of nanoseconds that never goes back, such as {@link System#nanoTime}. */
    public QuotaGate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Lets a call pass and counts it, or says how long it came too early. A quota that differs from the last call's
     * starts with empty windows.
     *
     * @return zero: passed
     */
    synchronized Duration enter(SimulatedQuota current) {
        if (!current.equals(quota)) {
            quota = current;
            second = new CallWindow(current.perSecond(), Duration.ofSeconds(1).toNanos());
            minute = new CallWindow(current.perMinute(), Duration.ofMinutes(1).toNanos());
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
