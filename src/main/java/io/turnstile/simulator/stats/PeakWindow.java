package io.turnstile.simulator.stats;

import java.util.Arrays;

/** Search for the most calls in any stretch of {@code length} nanoseconds. Not safe for threads: its owner locks. */
final class PeakWindow {
    private final long length;
    private long[] times = new long[64];
    private int first;
    private int size;
    private int peak;

    PeakWindow(long length) {
        this.length = length;
    }

    /** Counts a call; {@code now} is never before that of the last. */
    void add(long now) {
        while (size > 0 && now - times[first] >= length) {
            first = (first + 1) % times.length;
            size--;
        }
        if (size == times.length) {
            grow();
        }
        times[(first + size) % times.length] = now;
        size++;
        peak = Math.max(peak, size);
    }

    int peak() {
        return peak;
    }

    private void grow() {
        long[] larger = Arrays.copyOfRange(times, first, first + 2 * size);
        System.arraycopy(times, 0, larger, size - first, first);
        times = larger;
        first = 0;
    }
}
