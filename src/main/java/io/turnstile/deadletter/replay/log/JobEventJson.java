package io.turnstile.deadletter.replay.log;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobEvent.Cancelled;
import io.turnstile.deadletter.replay.JobEvent.Finished;
import io.turnstile.deadletter.replay.JobEvent.Noted;
import io.turnstile.deadletter.replay.JobEvent.Resumed;
import io.turnstile.deadletter.replay.JobEvent.Stopped;
import io.turnstile.deadletter.replay.JobEvent.Submitted;
import io.turnstile.deadletter.replay.Plan;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** JSON of events, written and read. Fields it does not know are passed over, and so are events of another program. */
public final class JobEventJson {

    private static final Logger LOG = LoggerFactory.getLogger(JobEventJson.class);
    private static final JsonMapper JSON = new JsonMapper();

    private JobEventJson() {}

    public static byte[] write(JobEvent event) {
        ObjectNode json = JSON.createObjectNode();
        json.put("event", event.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        json.put("job_id", event.jobId());
        json.put("at", event.at().toString());
        json.put("by", event.by());
        if (event instanceof Submitted submitted) {
            json.set("order", JobRequestJson.write(submitted.order()));
            json.put("planned", submitted.planned());
            write(json, submitted.leftOut());
            submitted.ends().forEach((partition, end) -> json.withObjectProperty("ends")
                    .put(Integer.toString(partition), end));
            json.put("topic", submitted.topic());
        } else if (event instanceof Stopped stopped) {
            json.put("detail", stopped.detail());
        } else if (event instanceof Finished finished) {
            json.put("done", finished.done());
            write(json, finished.leftOut());
        } else if (event instanceof Noted noted) {
            json.put("what", noted.what()).put("why", noted.why());
        }
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An event of a job could not be written", e);
        }
    }

    private static void write(ObjectNode json, List<Plan.LeftOut> leftOut) {
        for (Plan.LeftOut each : leftOut) {
            ObjectNode one = json.withArray("left_out").addObject();
            one.put("why", each.why().name().toLowerCase(Locale.ROOT)).put("count", each.count());
            each.ids().forEach(one.withArray("ids")::add);
            if (!each.detail().isEmpty()) {
                one.put("detail", each.detail());
            }
        }
    }

    /** Reads an event; empty for a kind that this program does not know. */
    static Optional<JobEvent> read(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(value);
            Optional<JobEvent> event = Optional.ofNullable(event(json));
            if (event.isEmpty()) {
                LOG.debug("Passed over an event of a job: {}", json.path("event"));
            }
            return event;
        } catch (IOException | RuntimeException e) {
            LOG.warn(
                    "Passed over a record on the topic of jobs that is no event: {}",
                    String.valueOf(e.getMessage()).lines().findFirst().orElse(""));
            return Optional.empty();
        }
    }

    private static @Nullable JobEvent event(JsonNode json) {
        String id = json.path("job_id").asText();
        String by = json.path("by").asText();
        Instant at = Instant.parse(json.path("at").asText());
        return switch (json.path("event").asText()) {
            case "submitted" ->
                new Submitted(
                        id,
                        at,
                        JobRequestJson.read(json.path("order")),
                        json.path("planned").asLong(),
                        leftOut(json),
                        ends(json),
                        json.path("topic").asText());
            case "cancelled" -> new Cancelled(id, at, by);
            case "resumed" -> new Resumed(id, at, by);
            case "stopped" -> new Stopped(id, at, json.path("detail").asText());
            case "finished" -> new Finished(id, at, json.path("done").asLong(), leftOut(json));
            case "noted" ->
                new Noted(at, by, json.path("what").asText(), json.path("why").asText());
            default -> null;
        };
    }

    private static Map<Integer, Long> ends(JsonNode json) {
        Map<Integer, Long> ends = new HashMap<>();
        json.path("ends")
                .properties()
                .forEach(end ->
                        ends.put(Integer.valueOf(end.getKey()), end.getValue().asLong()));
        return ends;
    }

    private static List<Plan.LeftOut> leftOut(JsonNode json) {
        List<Plan.LeftOut> all = new ArrayList<>();
        for (JsonNode each : json.path("left_out")) {
            List<String> ids = new ArrayList<>();
            each.path("ids").forEach(id -> ids.add(id.asText()));
            all.add(new Plan.LeftOut(
                    why(each.path("why").asText()),
                    each.path("count").asLong(),
                    ids,
                    each.path("detail").asText()));
        }
        return all;
    }

    /** Takes a reason of a newer version for a letter that is not known: the event is worth more than its every word. */
    private static Plan.Why why(String text) {
        for (Plan.Why each : Plan.Why.values()) {
            if (each.name().equalsIgnoreCase(text)) {
                return each;
            }
        }
        return Plan.Why.UNKNOWN;
    }
}
