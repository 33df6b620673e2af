package io.turnstile.deadletter.index;

/** Is the place in a list from which its next part goes on, as a text to be handed out and back. */
final class Cursor {

    private static final int RADIX = 36;

    private Cursor() {}

    static String text(long key) {
        return Long.toString(key, RADIX);
    }

    /** @throws IllegalArgumentException in one line, if it is none */
    static long parse(String cursor) {
        try {
            return Long.parseLong(cursor, RADIX);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("This is no cursor: hand back `next` of the page before as it is", e);
        }
    }
}
