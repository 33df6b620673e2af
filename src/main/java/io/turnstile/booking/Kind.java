package io.turnstile.booking;

/**
 * Kind of a dead letter by whose business it is: the client's, the sender's, or whoever looks after the connection to
 * Altegio.
 */
public enum Kind {
    /** The business said no. */
    REJECTED,
    /** It is not a booking request. */
    MALFORMED,
    /** It could not be decided. */
    FAILED;

    /** Returns the name as it is written in the {@code turnstile-kind} header: lower case. */
    public String header() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
