package io.turnstile.intake;

import java.time.Duration;

/** Waits of bookings on their way through the routes, as the intake sees them. Thread-safe. */
public interface CallWaits {

    /** Returns whether the world is wrong at present, so that all wait and nobody can be late. */
    boolean isHolding();

    /**
     * Returns whether a booking's call is on its way for longer than this, and for several times longer than calls usually
     * are. Time that it waits for a place in the quota does not count.
     *
     * @param sequence the booking's, as its exchange's variable {@code sequence} says
     */
    boolean isSlow(long sequence, Duration patience);

    /** Returns whether a booking's call waits for a place in the quota. */
    boolean isQueued(long sequence);

    /** Ends the waits of one booking, because it takes another way. */
    void end(long sequence);
}
