package io.turnstile.deadletter.letter;

/**
 * Place of a letter on the dead-letter topic. No two letters have one place at a time; ids can repeat.
 *
 * @param partition 0 or more
 * @param offset 0 or more
 */
public record Place(int partition, long offset) {

    public Place {
        if (partition < 0 || offset < 0) {
            throw new IllegalArgumentException("A place is 0 or more, not " + partition + " and " + offset);
        }
    }
}
