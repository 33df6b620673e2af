package io.turnstile.simulator;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Is a clock of nanoseconds that only moves when told to. */
public final class MovingTicker implements LongSupplier {
    private long nanos = 123_456_789;

    public void advance(Duration duration) {
        nanos += duration.toNanos();
    }

    @Override
    public long getAsLong() {
        return nanos;
    }
}
