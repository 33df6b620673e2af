package io.turnstile.deadletter.kafka;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.OptionalLong;

/**
 * Ids of the client, location and event of a request or schedule, where its JSON can be read; what else is wrong in it does
 * not matter.
 */
record RequestIds(OptionalLong location, OptionalLong client, OptionalLong event) {

    private static final RequestIds NONE =
            new RequestIds(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    private static final JsonFactory JSON = new JsonFactory();
    private static final int LONGEST_NUMBER = 18;

    /** Looks at the fields of the outermost object, until all are found or nothing more can be read. */
    static RequestIds of(byte[] value) {
        if (value == null || value.length == 0) {
            return NONE;
        }
        OptionalLong location = OptionalLong.empty();
        OptionalLong client = OptionalLong.empty();
        OptionalLong event = OptionalLong.empty();
        try (JsonParser in = JSON.createParser(value)) {
            if (in.nextToken() != JsonToken.START_OBJECT) {
                return NONE;
            }
            while ((location.isEmpty() || client.isEmpty() || event.isEmpty())
                    && in.nextToken() == JsonToken.FIELD_NAME) {
                String name = in.currentName();
                in.nextToken();
                switch (name) {
                    case "location_id" -> location = number(in);
                    case "client_id" -> client = number(in);
                    case "event_id" -> event = number(in);
                    default -> in.skipChildren();
                }
            }
        } catch (IOException | RuntimeException e) {
            // What was found before the place where it breaks off still helps to find the letter.
            return new RequestIds(location, client, event);
        }
        return new RequestIds(location, client, event);
    }

    /** Takes numbers also as text, for a request with that mistake is looked for by the same number. */
    private static OptionalLong number(JsonParser in) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_NUMBER_INT) {
            return in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                    ? OptionalLong.empty()
                    : OptionalLong.of(in.getLongValue());
        }
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            String text = in.getText();
            boolean digits = !text.isEmpty()
                    && text.length() <= LONGEST_NUMBER
                    && text.chars().allMatch(each -> each >= '0' && each <= '9');
            return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
        }
        in.skipChildren();
        return OptionalLong.empty();
    }
}
