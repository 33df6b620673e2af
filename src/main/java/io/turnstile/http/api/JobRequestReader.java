package io.turnstile.http.api;

import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reader of job requests from JSON. */
final class JobRequestReader {

    private static final int MOST_IDS = 10_000;
    private static final int LONGEST_NOTE = 500;
    private static final int LONGEST_NAME = 80;

    private final FilterReader filters;

    JobRequestReader(FilterReader filters) {
        this.filters = filters;
    }

    /**
     * Reads an order.
     *
     * @param caller who asks for it, unless the body says {@code by}
     * @throws Problem naming the field that is wrong or unknown
     */
    JobRequest read(byte[] body, String caller) {
        StrictJsonReader fields = StrictJsonReader.of(body);
        Action action = action(fields);
        List<String> ids = fields.texts("ids", MOST_IDS);
        Optional<Filter> filter = fields.object("filter").map(filters::read);
        String by = AccessGuard.line(fields.text("by", LONGEST_NAME).orElse(caller), LONGEST_NAME);
        String note = fields.text("note", LONGEST_NOTE).orElse("");
        OptionalDouble rate = fields.number("rate", 0.01, 100_000);
        boolean force = fields.flag("force");
        boolean superseded = fields.flag("superseded");
        Map<String, String> edits = fields.textsByName("edits");
        fields.refuseOthers();
        if (action == Action.DISCARD && (rate.isPresent() || force || superseded || !edits.isEmpty())) {
            throw Problem.badRequest("'rate', 'force', 'superseded' and 'edits' are for a replay: a discard has none");
        }
        try {
            return new JobRequest(action, new Selection(ids, filter), by, note, rate, force, superseded, edits);
        } catch (IllegalArgumentException e) {
            throw Problem.badRequest(e.getMessage());
        }
    }

    private static Action action(StrictJsonReader fields) {
        String action = fields.text("action", 20).orElse("");
        for (Action each : Action.OF_JOBS) {
            if (LetterJson.lower(each).equals(action)) {
                return each;
            }
        }
        throw fields.wrong("action", "must be replay or discard");
    }
}
