package io.turnstile.deadletter.index.search;

/** Place in a list from which its next part continues, as a text to be handed out and back. */
final class Cursor {

    private static final int RADIX = 36;

    /** Tells a cursor from a word that happens to be a number to this base, such as null. */
    private static final String MARK = "k-";

    private Cursor() {}

    static String text(long key) {
        return MARK + Long.toString(key, RADIX);
    }

    /** @throws IllegalArgumentException in one line, if it cannot be read */
    static long parse(String cursor) {
        try {
            if (cursor.startsWith(MARK)) {
                long key = Long.parseLong(cursor.substring(MARK.length()), RADIX);
                if (text(key).equals(cursor)) {
                    return key;
                }
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("This is no cursor: hand back `next` of the page before as it is");
    }
}
