package io.turnstile.deadletter.index.database;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Keys of letters: whole numbers that grow with the time of the decision, so that the newest first is the order of keys. A
 * key is microseconds since 2020 (51 bits), the partition (8 bits), and a count within these (4 bits).
 */
public final class TimeKey {

    private static final Instant EPOCH = Instant.parse("2020-01-01T00:00:00Z");
    private static final long EPOCH_MICROS = EPOCH.getEpochSecond() * 1_000_000;
    private static final long LIMIT = 1L << 50;
    private static final int TIME_SHIFT = 12;
    private static final int COUNT_BITS = 4;

    /** How many letters of one partition find room in one microsecond; further ones move on to the next. */
    public static final int SLOT = 1 << COUNT_BITS;

    /** What lies between the slots of a partition. */
    public static final long STEP = 1L << TIME_SHIFT;

    private TimeKey() {}

    /** Returns microseconds since 1970, cut to what a key can hold (about 1985 to 2055). */
    public static long micros(Instant instant) {
        long micros;
        try {
            micros = ChronoUnit.MICROS.between(Instant.EPOCH, instant);
        } catch (ArithmeticException e) {
            micros = instant.isBefore(EPOCH) ? Long.MIN_VALUE / 2 : Long.MAX_VALUE / 2;
        }
        return Math.max(EPOCH_MICROS - LIMIT, Math.min(EPOCH_MICROS + LIMIT - 1, micros));
    }

    public static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** Returns the first key of this microsecond and partition. */
    public static long slot(long micros, int partition) {
        return first(micros) | (long) (partition & 0xFF) << COUNT_BITS;
    }

    /** Returns the first key of this microsecond: all letters decided before have smaller ones. */
    public static long first(long micros) {
        return (micros - EPOCH_MICROS) << TIME_SHIFT;
    }

    public static long micros(long key) {
        return (key >> TIME_SHIFT) + EPOCH_MICROS;
    }
}
