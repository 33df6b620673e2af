package io.turnstile.simulator.world;

/**
 * Random numbers that depend on nothing but the seed and the place they are rolled for, so that any part of the world can be
 * computed on its own, in any order, on any thread.
 *
 * @param seed any number; equal seeds give equal rolls
 */
public record Dice(long seed) {

    /** Rolls 0 to {@code bound - 1}. */
    int below(int bound, long place, long what) {
        return (int) Long.remainderUnsigned(mix(place, what), bound);
    }

    /** Returns true in {@code ratio} (0 to 1) of the places. */
    public boolean happens(double ratio, long place, long what) {
        return ratio > 0 && unit(place, what) < ratio;
    }

    /** Rolls from 0 (inclusive) to 1 (exclusive). */
    public double unit(long place, long what) {
        return (mix(place, what) >>> 11) * 0x1.0p-53;
    }

    /** The finaliser of SplitMix64 over seed, place and what. */
    private long mix(long place, long what) {
        long z = scramble(seed + 0x9E3779B97F4A7C15L * (place + 1));
        return scramble(z + 0x9E3779B97F4A7C15L * (what + 1));
    }

    private static long scramble(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
