package io.turnstile.deadletter.index.database;

/** SQL that says which letters of its id a resolution is about. */
public final class ResolutionMatch {

    /** Condition on a row of {@code resolution} and one of {@code letter} of the same id. */
    public static final String APPLIES =
            "(resolution.place_offset IS NULL OR (resolution.place_partition = letter.partition"
                    + " AND resolution.place_offset = letter.offset)) AND resolution.at >= letter.decided";

    private ResolutionMatch() {}
}
