package io.turnstile.deadletter.index;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Resolution;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/** Reads resolutions, as the contract has them. */
final class ResolutionParser {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST = 2_000;

    private ResolutionParser() {}

    /** Returns nothing for a record that names no letter, or nothing that was done: it then resolves none. */
    static Optional<ResolutionEntry> entry(ConsumerRecord<byte[], byte[]> record) {
        Map<String, String> fields = fields(record.value());
        Optional<Action> action = action(fields.getOrDefault("action", ""));
        String id = fields.getOrDefault("dead_letter_id", Texts.text(record.key(), LONGEST));
        if (action.isEmpty() || id.isBlank()) {
            return Optional.empty();
        }
        return Optional.of(new ResolutionEntry(
                id,
                new Resolution(
                        action.get(),
                        fields.getOrDefault("by", ""),
                        Optional.ofNullable(fields.get("at"))
                                .flatMap(Texts::instant)
                                .orElseGet(() -> Texts.millis(record.timestamp())),
                        fields.getOrDefault("note", ""),
                        fields.getOrDefault("job_id", ""),
                        Boolean.parseBoolean(fields.get("edited")),
                        replayedAs(record, action.get()))));
    }

    private static Optional<String> replayedAs(ConsumerRecord<byte[], byte[]> record, Action action) {
        Header header = record.headers().lastHeader(LetterParser.PREFIX + "replayed-as");
        return header == null || action != Action.REPLAY
                ? Optional.empty()
                : Optional.of(Texts.text(header.value(), LONGEST)).filter(text -> !text.isBlank());
    }

    private static Optional<Action> action(String text) {
        return switch (text) {
            case "replayed" -> Optional.of(Action.REPLAY);
            case "discarded" -> Optional.of(Action.DISCARD);
            default -> Optional.empty();
        };
    }

    private static Map<String, String> fields(byte[] value) {
        Map<String, String> fields = new HashMap<>();
        if (value == null) {
            return fields;
        }
        try (JsonParser in = JSON.createParser(value)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return fields;
            }
            while (in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                JsonToken token = in.nextToken();
                if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
                    String text = in.getText();
                    fields.put(name, text.length() > LONGEST ? text.substring(0, LONGEST) : text);
                } else {
                    in.skipChildren();
                }
            }
            return fields;
        } catch (IOException | RuntimeException e) {
            return Map.of();
        }
    }
}
