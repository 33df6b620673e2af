package io.turnstile.deadletter.replay.log;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Selection;
import io.turnstile.deadletter.letter.Status;
import io.turnstile.deadletter.replay.JobRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;

/** JSON of job requests, written and read; unknown fields are passed over. */
final class JobRequestJson {

    /** Name of the field on topics that were written before it was renamed. */
    private static final String FORMER_SUPERSEDED = "overtaken";

    private JobRequestJson() {}

    static ObjectNode write(JobRequest order) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("action", order.action().name().toLowerCase(Locale.ROOT));
        order.selection().filter().ifPresentOrElse(filter -> json.set("filter", write(filter)), () -> order.selection()
                .ids()
                .forEach(json.withArray("ids")::add));
        json.put("by", order.by()).put("note", order.note());
        order.rate().ifPresent(rate -> json.put("rate", rate));
        json.put("force", order.force()).put("superseded", order.superseded());
        new TreeMap<>(order.edits()).forEach(json.withObjectProperty("edits")::put);
        return json;
    }

    private static ObjectNode write(Filter filter) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        filter.status().ifPresent(each -> json.put("status", each.name().toLowerCase(Locale.ROOT)));
        filter.kind().ifPresent(each -> json.put("kind", each));
        filter.reason().ifPresent(each -> json.put("reason", each));
        filter.locationId().ifPresent(each -> json.put("location_id", each));
        filter.clientId().ifPresent(each -> json.put("client_id", each));
        filter.eventId().ifPresent(each -> json.put("event_id", each));
        filter.since().ifPresent(each -> json.put("since", each.toString()));
        filter.until().ifPresent(each -> json.put("until", each.toString()));
        filter.text().ifPresent(each -> json.put("text", each));
        return json;
    }

    /** @throws RuntimeException if it is no order */
    static JobRequest read(JsonNode json) {
        List<String> ids = new ArrayList<>();
        json.path("ids").forEach(id -> ids.add(id.asText()));
        Map<String, String> edits = new TreeMap<>();
        json.path("edits")
                .properties()
                .forEach(edit -> edits.put(edit.getKey(), edit.getValue().asText()));
        JsonNode rate = json.path("rate");
        return new JobRequest(
                Action.valueOf(json.path("action").asText().toUpperCase(Locale.ROOT)),
                json.path("filter").isObject() ? Selection.of(filter(json.path("filter"))) : Selection.of(ids),
                json.path("by").asText(),
                json.path("note").asText(),
                rate.isNumber() ? OptionalDouble.of(rate.doubleValue()) : OptionalDouble.empty(),
                json.path("force").asBoolean(),
                json.path("superseded").asBoolean()
                        || json.path(FORMER_SUPERSEDED).asBoolean(),
                edits);
    }

    private static Filter filter(JsonNode json) {
        return new Filter(
                text(json, "status").map(each -> Status.valueOf(each.toUpperCase(Locale.ROOT))),
                text(json, "kind"),
                text(json, "reason"),
                number(json, "location_id"),
                number(json, "client_id"),
                number(json, "event_id"),
                text(json, "since").map(Instant::parse),
                text(json, "until").map(Instant::parse),
                text(json, "text"));
    }

    private static Optional<String> text(JsonNode json, String name) {
        return Optional.ofNullable(json.path(name).textValue());
    }

    private static OptionalLong number(JsonNode json, String name) {
        JsonNode value = json.path(name);
        return value.isIntegralNumber() ? OptionalLong.of(value.longValue()) : OptionalLong.empty();
    }
}
