package io.turnstile.deadletter.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.index.entry.RecordedHistory.Seen;
import io.turnstile.deadletter.index.entry.RecordedHistory.Settled;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.ReplayOutcome.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** JSON of recorded histories: an event on the topic of the jobs, which older versions pass over. */
public final class RecordedHistoryJson {

    private static final String EVENT = "recorded";
    private static final JsonMapper JSON = new JsonMapper();

    private RecordedHistoryJson() {}

    public static byte[] write(RecordedHistory history, Instant at) {
        ObjectNode json = JSON.createObjectNode();
        json.put("event", EVENT).put("job_id", "").put("at", at.toString()).put("by", "turnstile");
        for (Settled each : history.outcomes()) {
            ArrayNode one = json.withArray("outcomes").addArray();
            one.add(each.replayedAs()).add(each.outcome().name().toLowerCase(Locale.ROOT));
            if (!each.reason().isEmpty()) {
                one.add(each.reason());
            }
        }
        for (Place each : history.superseded()) {
            json.withArray("superseded").addArray().add(each.partition()).add(each.offset());
        }
        history.seen().ifPresent(seen -> {
            json.put("letters_topic", seen.lettersTopic()).put("schedules_topic", seen.schedulesTopic());
            write(json.putObject("letters"), seen.letters());
            write(json.putObject("schedules"), seen.schedules());
            seen.unknownBefore().ifPresent(before -> json.put("unknown_before", before.toString()));
        });
        try {
            return JSON.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A recorded history could not be written", e);
        }
    }

    private static void write(ObjectNode json, Map<Integer, Long> positions) {
        positions.forEach((partition, position) -> json.put(Integer.toString(partition), position));
    }

    /** Reads a record of the topic of the jobs; empty for all others. */
    static Optional<RecordedHistory> read(byte[] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(value);
            return json.path("event").asText().equals(EVENT) ? Optional.of(history(json)) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // The log of the jobs says what it is no event of.
            return Optional.empty();
        }
    }

    private static RecordedHistory history(JsonNode json) {
        List<Settled> outcomes = new ArrayList<>();
        for (JsonNode each : json.path("outcomes")) {
            outcomes.add(new Settled(
                    each.path(0).asText(),
                    Outcome.valueOf(each.path(1).asText().toUpperCase(Locale.ROOT)),
                    each.path(2).asText("")));
        }
        List<Place> superseded = new ArrayList<>();
        json.path("superseded")
                .forEach(each -> superseded.add(
                        new Place(each.path(0).asInt(), each.path(1).asLong())));
        Optional<Seen> seen = json.has("letters_topic")
                ? Optional.of(new Seen(
                        json.path("letters_topic").asText(),
                        positions(json.path("letters")),
                        json.path("schedules_topic").asText(),
                        positions(json.path("schedules")),
                        Optional.ofNullable(json.path("unknown_before").textValue())
                                .map(Instant::parse)))
                : Optional.empty();
        return new RecordedHistory(
                outcomes,
                superseded,
                seen,
                Optional.of(Instant.parse(json.path("at").asText())));
    }

    private static Map<Integer, Long> positions(JsonNode json) {
        Map<Integer, Long> positions = new HashMap<>();
        json.properties()
                .forEach(each -> positions.put(
                        Integer.valueOf(each.getKey()), each.getValue().asLong()));
        return positions;
    }
}
