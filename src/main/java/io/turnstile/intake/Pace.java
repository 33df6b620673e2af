package io.turnstile.intake;

/**
 * Knows how long bookings take at present, and so which of them are late: those that others overtook which were started a
 * good while after them. While nothing moves, nothing is late: then it is the world that is slow. Thread-safe; times are
 * nanoseconds of one ticker.
 */
final class Pace {

    private static final long LEAST_LEAD = 1_000_000_000L;
    private static final int LEAD_IN_DURATIONS = 4;
    private static final int WEIGHT = 32;

    private boolean any;
    private long usual;
    private long latestStart;
    private long heldUntil = Long.MIN_VALUE;

    /** Notes a booking that was decided. */
    synchronized void decided(long startedAt, long now) {
        long took = now - Math.max(startedAt, heldUntil);
        usual = any ? usual + (took - usual) / WEIGHT : took;
        latestStart = any ? Math.max(latestStart, startedAt) : startedAt;
        any = true;
    }

    /** Notes that all bookings are being held: the time until now is nobody's delay. */
    synchronized void held(long now) {
        heldUntil = now;
    }

    /** Returns whether bookings that were started well after this one are decided already. */
    synchronized boolean isLate(long startedAt) {
        long lead = Math.max(LEAST_LEAD, LEAD_IN_DURATIONS * usual);
        return any && latestStart - Math.max(startedAt, heldUntil) > lead;
    }
}
