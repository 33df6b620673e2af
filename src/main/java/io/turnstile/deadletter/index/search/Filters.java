package io.turnstile.deadletter.index.search;

import io.turnstile.deadletter.letter.Filter;
import java.util.Optional;
import java.util.OptionalLong;

/** Filters that the index itself needs. */
public final class Filters {

    /** Means every letter. */
    public static final Filter ALL = new Filter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    private Filters() {}
}
