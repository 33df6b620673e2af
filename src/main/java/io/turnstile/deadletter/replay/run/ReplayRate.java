package io.turnstile.deadletter.replay.run;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/** Rate limit for letters: what was not used is not made up for later. One thread's. */
final class ReplayRate {

    private static final double NANOS = 1e9;

    /** What may go at once, as a part of a second's worth, so that a high rate needs few transactions. */
    private static final double TOGETHER_S = 0.2;

    private final OptionalDouble rate;
    private final LongSupplier ticker;
    private final double most;
    private double ready = 1;
    private long at;

    /**
     * Starts with one letter.
     *
     * @param rate letters a second; empty lets everything through
     * @param ticker nanoseconds
     */
    ReplayRate(OptionalDouble rate, LongSupplier ticker) {
        this.rate = rate;
        this.ticker = ticker;
        this.most = Math.max(1, rate.orElse(1) * TOGETHER_S);
        this.at = ticker.getAsLong();
    }

    /** Returns how many letters may go now. */
    int ready() {
        if (rate.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        long now = ticker.getAsLong();
        ready = Math.min(most, ready + (now - at) / NANOS * rate.getAsDouble());
        at = now;
        return (int) ready;
    }

    /** Notes that letters went. */
    void took(int letters) {
        if (rate.isPresent()) {
            ready -= letters;
        }
    }

    /** Returns how long it takes until the next letter may go, at least. */
    Duration untilNext() {
        return rate.isEmpty()
                ? Duration.ZERO
                : Duration.ofNanos((long) Math.max(0, (1 - ready) / rate.getAsDouble() * NANOS) + 1);
    }
}
