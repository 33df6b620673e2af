package io.turnstile.load;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Yardstick for times that a test measures: a thread that does the same small piece of work again and again while the test
 * runs, and so sees how much longer it takes on average than at best. A time is granted that much more; on a machine with
 * nothing else to do it is granted nothing. Close it at the test's end.
 */
public final class BusyMachine implements AutoCloseable {

    private static final int STEPS = 5_000_000;
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Thread thread = new Thread(this::measure, "busy-machine");
    private volatile boolean closed;
    private volatile long result;
    private long best = Long.MAX_VALUE;
    private long total;
    private int count;

    private BusyMachine() {}

    /** Starts to measure. */
    public static BusyMachine watch() {
        BusyMachine machine = new BusyMachine();
        machine.thread.setDaemon(true);
        machine.thread.start();
        return machine;
    }

    /**
     * Returns the limit, or as many times more as work took longer since the start, or as there are runnable threads for
     * each core (the last minute's average).
     */
    public Duration allow(Duration limit) {
        double factor = Math.max(Math.max(1, share()), slowness());
        return Duration.ofMillis((long) (limit.toMillis() * factor));
    }

    private static double share() {
        OperatingSystemMXBean machine = ManagementFactory.getOperatingSystemMXBean();
        return machine.getSystemLoadAverage() / machine.getAvailableProcessors();
    }

    private synchronized double slowness() {
        return count == 0 ? 1 : (double) total / count / best;
    }

    private void measure() {
        while (!closed) {
            long begin = System.nanoTime();
            work();
            note(System.nanoTime() - begin);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private synchronized void note(long nanos) {
        best = Math.min(best, nanos);
        total += nanos;
        count++;
    }

    private void work() {
        long value = System.nanoTime();
        for (int i = 0; i < STEPS; i++) {
            value = value * 6364136223846793005L + 1442695040888963407L;
        }
        result = value;
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public String toString() {
        return "work takes %.1f times as long as at best, result %d".formatted(slowness(), result);
    }
}
