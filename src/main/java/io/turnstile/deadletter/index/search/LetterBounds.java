package io.turnstile.deadletter.index.search;

import java.util.Map;

/** Conditions that keep letters, or what was done about them, before the ends of partitions. */
final class LetterBounds {

    private LetterBounds() {}

    /** Returns what keeps letters within ends, if there are any. */
    static String within(Map<Integer, Long> ends) {
        return within(ends, "partition", "offset");
    }

    /** Returns the same for other columns that hold a letter's place. */
    static String within(Map<Integer, Long> ends, String partition, String offset) {
        if (ends.isEmpty()) {
            return "";
        }
        StringBuilder bounds = new StringBuilder(" AND " + offset + " < CASE " + partition);
        ends.forEach((each, end) ->
                bounds.append(" WHEN ").append(each).append(" THEN ").append(end));
        return bounds.append(" ELSE 0 END").toString();
    }
}
