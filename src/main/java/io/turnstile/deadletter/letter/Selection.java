package io.turnstile.deadletter.letter;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Selection of the letters that an action is for: those with these ids, or those that a filter means.
 *
 * @param ids distinct; empty exactly if there is a filter
 */
public record Selection(List<String> ids, Optional<Filter> filter) {

    public Selection {
        ids = ids.stream().distinct().toList();
        Objects.requireNonNull(filter);
        if (ids.isEmpty() == filter.isEmpty()) {
            throw new IllegalArgumentException("Name letters by id, or give a filter: one of the two");
        }
    }

    public static Selection of(List<String> ids) {
        return new Selection(ids, Optional.empty());
    }

    public static Selection of(Filter filter) {
        return new Selection(List.of(), Optional.of(filter));
    }
}
