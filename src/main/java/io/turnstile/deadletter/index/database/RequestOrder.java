package io.turnstile.deadletter.index.database;

import java.util.Locale;

/**
 * SQL that compares when requests were asked for. Within a partition the offset tells, unless timestamps differ by more than
 * clocks do: then the topic was created again, and they tell. Between partitions timestamps tell.
 */
public final class RequestOrder {

    /** Clocks of those who ask differ by less, in microseconds. */
    private static final long CLOCKS = 1_000_000;

    /** A request is decided within this time after it was asked for, in microseconds. */
    private static final long DECIDED = 86_400_000_000L;

    public static final String SOURCE = "coalesce(letter.first_source, letter.id_source)";
    public static final String PARTITION = "coalesce(letter.first_partition, letter.id_partition)";
    public static final String OFFSET = "coalesce(letter.first_offset, letter.id_offset)";
    public static final String ASKED = "coalesce(letter.first_asked, letter.received)";

    /** Columns of {@code letter}: source, partition, offset and time of its first ask. */
    public static final String OF_LETTER = SOURCE + ", " + PARTITION + ", " + OFFSET + ", " + ASKED;

    private RequestOrder() {}

    /** Returns whether a row of another table that tells its ask exactly is newer than the letter. */
    public static String isNewer(String other) {
        return String.format(
                Locale.ROOT,
                "CASE WHEN %1$s.source = %2$s AND %1$s.partition = %3$s THEN %4$s ELSE %1$s.asked > %5$s END",
                other,
                SOURCE,
                PARTITION,
                isNewer(other + ".asked", other + ".offset", ASKED, OFFSET),
                ASKED);
    }

    /** Compares within a partition. */
    public static String isNewer(String asked, String offset, String thanAsked, String thanOffset) {
        return String.format(
                Locale.ROOT,
                "(%1$s > %3$s + %5$d OR (%1$s >= %3$s - %5$d AND %2$s > %4$s))",
                asked,
                offset,
                thanAsked,
                thanOffset,
                CLOCKS);
    }

    /**
     * Returns whether a row of {@code recent} is newer than the letter. If it only tells when it was decided, it is taken for
     * newer where that cannot be told: such a letter is left out, and people can replay it all the same.
     */
    public static String isRecentNewer() {
        return "CASE WHEN recent.exact THEN " + isNewer("recent")
                + " WHEN recent.source = " + SOURCE + " AND recent.partition = " + PARTITION
                + " THEN (recent.offset > " + OFFSET + " AND recent.asked >= " + ASKED + " - " + CLOCKS + ")"
                + " OR recent.asked > " + ASKED + " + " + DECIDED
                + " ELSE recent.asked > " + ASKED + " END";
    }
}
