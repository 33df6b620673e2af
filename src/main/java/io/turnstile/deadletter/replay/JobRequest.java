package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Selection;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Request of somebody for something to be done about dead letters.
 *
 * @param by who asks
 * @param note why; may be empty
 * @param rate letters a second at most; empty means as fast as live traffic lets them through
 * @param force replay also what was replayed too often; only for letters named by id
 * @param superseded replay also what a newer request of the same client and event has superseded
 * @param edits the request to write in place of the original, JSON, by letter id; only for letters named by id
 */
public record JobRequest(
        Action action,
        Selection selection,
        String by,
        String note,
        OptionalDouble rate,
        boolean force,
        boolean superseded,
        Map<String, String> edits) {

    public JobRequest {
        Objects.requireNonNull(action);
        Objects.requireNonNull(selection);
        Objects.requireNonNull(by);
        Objects.requireNonNull(note);
        Objects.requireNonNull(rate);
        edits = Map.copyOf(edits);
        if (!Action.OF_JOBS.contains(action)) {
            throw new IllegalArgumentException("Jobs replay or discard letters, and do nothing else");
        }
        if (rate.isPresent() && !(rate.getAsDouble() > 0)) {
            throw new IllegalArgumentException("The rate must be more than 0 letters a second");
        }
        if (force && selection.ids().isEmpty()) {
            throw new IllegalArgumentException("Only letters named by id can be forced");
        }
        if (!selection.ids().containsAll(edits.keySet())) {
            throw new IllegalArgumentException("Only letters named by id can be edited");
        }
    }
}
