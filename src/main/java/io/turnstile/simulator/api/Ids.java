package io.turnstile.simulator.api;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** Reader of ids from text. */
public final class Ids {
    private static final int MAX_DIGITS = 18;

    private Ids() {}

    /** Returns a positive 64-bit integer written in ASCII digits alone; empty for any other text. */
    public static OptionalLong parse(String text) {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long id = digits ? Long.parseLong(text) : 0;
        return id > 0 ? OptionalLong.of(id) : OptionalLong.empty();
    }

    /** Returns the ids of a comma-separated list; none at all if any of them is not one, or comes twice. */
    static List<Long> parseList(String text) {
        List<OptionalLong> ids =
                Arrays.stream(text.split(",", -1)).map(Ids::parse).distinct().toList();
        boolean good = ids.stream().allMatch(OptionalLong::isPresent) && ids.size() == text.split(",", -1).length;
        return good ? ids.stream().map(OptionalLong::getAsLong).toList() : List.of();
    }
}
