package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Makes orders as people give them. */
public final class JobRequests {

    private JobRequests() {}

    public static JobRequest replay(String by, String... ids) {
        return of(Action.REPLAY, Selection.of(List.of(ids)), by);
    }

    public static JobRequest replayAll(String by) {
        return of(Action.REPLAY, Selection.of(Filter.OPEN), by);
    }

    static JobRequest discard(String by, String... ids) {
        return of(Action.DISCARD, Selection.of(List.of(ids)), by);
    }

    public static JobRequest of(Action action, Selection selection, String by) {
        return new JobRequest(action, selection, by, "topped up", OptionalDouble.empty(), false, false, Map.of());
    }

    static JobRequest edited(String by, String id, String json) {
        return new JobRequest(
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
