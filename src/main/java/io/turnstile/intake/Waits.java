package io.turnstile.intake;

/** What bookings wait for on their way through the routes, as the intake sees it. Thread-safe. */
public interface Waits {

    /** Returns whether the world is wrong at present, so that all wait and nobody can be late. */
    boolean isHolding();

    /**
     * Ends the waits of one booking, because it takes another way.
     *
     * @param turn the booking's, as its exchange's variable {@code turn} says
     */
    void end(long turn);

    /** Ends the waits of all bookings for good, because the intake is stopping. */
    void endAll();
}
