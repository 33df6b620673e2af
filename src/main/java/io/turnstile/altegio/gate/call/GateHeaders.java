package io.turnstile.altegio.gate.call;

/**
 * Names of the request headers by which a route tells the gate about a call. The gate strips them: Altegio never sees them.
 */
public final class GateHeaders {

    /**
     * Carries when the request record was read from Kafka, in nanoseconds of {@link System#nanoTime}: the variable {@code
     * readAt}. The call may then be served by an answer that was asked for later than that. Without it, the call is always
     * made.
     */
    public static final String READ_AT = "Turnstile-Read-At";

    /** Carries {@value #REPLAY} for a call made for a replay, which lets live calls go first. Absent means live. */
    public static final String PRIORITY = "Turnstile-Priority";

    /** The value of {@link #PRIORITY} for a replay. */
    public static final String REPLAY = "replay";

    /**
     * Carries a whole number: when calls wait for the quota, the lower goes first. Without it, a call goes after those that
     * have come so far.
     */
    public static final String SEQUENCE = "Turnstile-Sequence";

    private GateHeaders() {}
}
