package io.turnstile.deadletter.job;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Makes orders as people give them. */
final class Orders {

    private Orders() {}

    static Order replay(String by, String... ids) {
        return of(Action.REPLAY, Selection.of(List.of(ids)), by);
    }

    static Order replayAll(String by) {
        return of(Action.REPLAY, Selection.of(Filter.OPEN), by);
    }

    static Order discard(String by, String... ids) {
        return of(Action.DISCARD, Selection.of(List.of(ids)), by);
    }

    static Order of(Action action, Selection selection, String by) {
        return new Order(action, selection, by, "topped up", OptionalDouble.empty(), false, false, Map.of());
    }

    static Order edited(String by, String id, String json) {
        return new Order(
                Action.REPLAY,
                Selection.of(List.of(id)),
                by,
                "wrong event",
                OptionalDouble.empty(),
                false,
                false,
                Map.of(id, json));
    }
}
