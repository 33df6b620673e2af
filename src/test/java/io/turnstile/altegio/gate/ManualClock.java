package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock and a ticker that a test moves by hand, together. */
public final class ManualClock extends Clock implements Ticker {

    private static final Instant START = Instant.parse("2026-11-23T10:15:30Z");

    private volatile long nanos;
    private volatile Duration set = Duration.ZERO;

    /** Sets the time of day, as a person or a time server does; the ticker goes on as before. */
    void set(Duration by) {
        set = set.plus(by);
    }

    public void move(Duration time) {
        nanos += time.toNanos();
    }

    void moveTo(long time) {
        nanos = time;
    }

    @Override
    public long read() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos).plus(set);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
