package io.turnstile.simulator.fault;

/**
 * Window over the last {@code limit} calls, which tells when the next may be made so that no stretch of {@code length}
 * nanoseconds, wherever it starts, holds more than {@code limit}. Not safe for threads: its owner locks.
 */
final class CallWindow {
    private final long length;
    private final long[] times;
    private int next;
    private boolean full;

    /** Creates an empty window; a limit of 0 never makes anyone wait. */
    CallWindow(int limit, long length) {
        this.length = length;
        this.times = new long[limit];
    }

    /** Returns the nanoseconds until a call may be made; 0 = now. */
    long waitAt(long now) {
        return full ? Math.max(0, times[next] + length - now) : 0;
    }

    void record(long now) {
        if (times.length > 0) {
            times[next] = now;
            next = (next + 1) % times.length;
            full |= next == 0;
        }
    }
}
