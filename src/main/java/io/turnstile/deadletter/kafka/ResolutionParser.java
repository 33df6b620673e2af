package io.turnstile.deadletter.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.turnstile.deadletter.index.entry.RequestPosition;
import io.turnstile.deadletter.index.entry.ResolutionEntry;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.Resolution;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderValues;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Parser of resolutions, as the contract has them. */
public final class ResolutionParser {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST = 2_000;
    private static final String PLACE = "letter.";

    private ResolutionParser() {}

    /** Returns nothing for a record that names no letter, or nothing that was done: it then resolves none. */
    public static Optional<ResolutionEntry> entry(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> fields = fields(record.value());
        Optional<Action> action = action(fields.getOrDefault("action", ""));
        String id = fields.getOrDefault("dead_letter_id", HeaderValues.text(record.key(), LONGEST));
        if (action.isEmpty() || id.isBlank()) {
            return Optional.empty();
        }
        return place(fields)
                .map(place -> new ResolutionEntry(
                        id,
                        place,
                        ask(record),
                        new Resolution(
                                action.get(),
                                fields.getOrDefault("by", ""),
                                Optional.ofNullable(fields.get("at"))
                                        .flatMap(HeaderValues::instant)
                                        .orElseGet(() -> HeaderValues.millis(record.timestamp())),
                                fields.getOrDefault("note", ""),
                                fields.getOrDefault("job_id", ""),
                                Boolean.parseBoolean(fields.get("edited")),
                                replayedAs(record, action.get()))));
    }

    /** Returns the letter's place, none if no place is told, and nothing if what is told is no place. */
    private static Optional<Optional<Place>> place(Map<String, String> fields) {
        String partition = fields.get(PLACE + "partition");
        String offset = fields.get(PLACE + "offset");
        if (partition == null && offset == null && !fields.containsKey(PLACE)) {
            return Optional.of(Optional.empty());
        }
        try {
            return Optional.of(Optional.of(new Place(Integer.parseInt(partition), Long.parseLong(offset))));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<RequestPosition> ask(ConsumerRecord<byte[], byte[]> record) {
        Optional<String> id = text(record, HeaderNames.FIRST_ID);
        Header at = record.headers().lastHeader(HeaderNames.FIRST_TIMESTAMP);
        long millis = at == null ? -1 : HeaderValues.number(at.value(), -1);
        return id.filter(text -> millis >= 0).map(text -> new RequestPosition(text, HeaderValues.millis(millis)));
    }

    private static Optional<String> text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null
                ? Optional.empty()
                : Optional.of(HeaderValues.text(header.value(), LONGEST)).filter(text -> !text.isBlank());
    }

    private static Optional<String> replayedAs(ConsumerRecord<byte[], byte[]> record, Action action) {
        return action == Action.REPLAY ? text(record, HeaderNames.REPLAYED_AS) : Optional.empty();
    }

    private static Optional<Action> action(String text) {
        return switch (text) {
            case "replayed" -> Optional.of(Action.REPLAY);
            case "discarded" -> Optional.of(Action.DISCARD);
            case "reopened" -> Optional.of(Action.REOPEN);
            default -> Optional.empty();
        };
    }

    private static Map<String, String> fields(byte[] value) {
        Map<String, String> fields = new HashMap<>();
        if (value == null) {
            return fields;
        }
        try (JsonParser in = JSON.createParser(value)) {
            if (in.nextToken() == JsonToken.START_OBJECT) {
                read(in, "", fields);
            }
            return fields;
        } catch (IOException | RuntimeException e) {
            return Map.of();
        }
    }

    private static void read(JsonParser in, String before, Map<String, String> fields) throws IOException {
        while (in.nextToken() == JsonToken.FIELD_NAME) {
            String name = before + in.currentName();
            JsonToken token = in.nextToken();
            if (token == JsonToken.START_OBJECT && (name + ".").equals(PLACE)) {
                fields.put(PLACE, "");
                read(in, PLACE, fields);
            } else if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                String text = in.getText();
                fields.put(name, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
            } else {
                in.skipChildren();
            }
        }
    }
}
