package io.turnstile.http.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.Context;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.deadletter.letter.Tokenizer;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reader of filters, from the query of an address or from JSON. */
final class FilterReader {

    static final String ALL = "all";

    /** Names in a query, and in JSON. */
    private static final Map<String, String> NAMES = Map.of(
            "status", "status",
            "kind", "kind",
            "reason", "reason",
            "location", "location_id",
            "client", "client_id",
            "event", "event_id",
            "since", "since",
            "until", "until",
            "text", "text");

    private static final Set<String> IDS = Set.of("location", "client", "event");
    /** Less than {@code parseLong} takes, which reads digits of every script, and a plus. */
    private static final Pattern ID = Pattern.compile("-?[0-9]{1,19}");

    private static final int LONGEST = 200;

    private final TimeExpressions moments;

    FilterReader(TimeExpressions moments) {
        this.moments = moments;
    }

    /**
     * Reads the filter of a query.
     *
     * @param others parameters that are not the filter's
     * @throws Problem naming the parameter that is wrong or unknown
     */
    Filter query(Context context, String... others) {
        Set<String> known = new TreeSet<>(NAMES.keySet());
        known.addAll(List.of(others));
        ObjectNode json = Json.object();
        context.queryParamMap().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw Problem.badRequest("There is no parameter '" + AccessGuard.line(name, 60) + "': known are "
                        + String.join(", ", known));
            }
            if (values.size() > 1) {
                throw Problem.badRequest("'" + name + "' is given more than once");
            }
            if (NAMES.containsKey(name)) {
                put(json, name, values.get(0).strip());
            }
        });
        return read(new StrictJsonReader(json, ""));
    }

    private static void put(ObjectNode json, String name, String value) {
        if (!IDS.contains(name)) {
            json.put(NAMES.get(name), value);
            return;
        }
        try {
            if (ID.matcher(value).matches()) {
                json.put(NAMES.get(name), Long.parseLong(value));
                return;
            }
        } catch (NumberFormatException e) {
            // Too large: said below.
        }
        throw Problem.badRequest("'" + name + "' must be a positive whole number");
    }

    /**
     * Reads a filter of open letters, unless it says otherwise. What is given and cannot be applied is refused: it would mean
     * more letters than somebody wanted.
     */
    Filter read(StrictJsonReader fields) {
        Filter filter = new Filter(
                status(fields),
                fields.filled("kind", LONGEST).map(kind -> kind.toLowerCase(Locale.ROOT)),
                fields.filled("reason", LONGEST).map(reason -> reason.toUpperCase(Locale.ROOT)),
                fields.id("location_id"),
                fields.id("client_id"),
                fields.id("event_id"),
                moment(fields, "since"),
                moment(fields, "until"),
                words(fields));
        fields.refuseOthers();
        return filter;
    }

    private static Optional<Status> status(StrictJsonReader fields) {
        String status = fields.filled("status", LONGEST).orElse("open").toLowerCase(Locale.ROOT);
        if (status.equals(ALL)) {
            return Optional.empty();
        }
        for (Status each : Status.values()) {
            if (LetterJson.lower(each).equals(status)) {
                return Optional.of(each);
            }
        }
        throw fields.wrong("status", "must be open, replayed, discarded or all");
    }

    private static Optional<String> words(StrictJsonReader fields) {
        Optional<String> text = fields.filled("text", LONGEST);
        if (text.isPresent() && Tokenizer.of(text.get()).isEmpty()) {
            throw fields.wrong("text", "must have a letter or a digit");
        }
        return text;
    }

    private Optional<Instant> moment(StrictJsonReader fields, String name) {
        try {
            return fields.filled(name, LONGEST).map(moments::parse);
        } catch (IllegalArgumentException e) {
            throw fields.wrong(name, e.getMessage());
        }
    }
}
