package io.turnstile.altegio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Optional;

/**
 * Shape of a body, as far as it shows that Altegio's API wrote it and not a firewall, a load balancer or another program. It
 * looks at the top of one JSON object and builds nothing; whether all fields are sound is for the answers' own types to say.
 *
 * @param succeeded whether {@code success} is not there, or is not false
 * @param isError whether it is the API's error object: {@code meta} or {@code success} is there
 * @param hasList whether {@code data} is a list; PHP writes some lists as objects with numbers for names
 * @param hasAttributes whether {@code data} is an object with an object {@code attributes}
 */
public record AnswerShape(boolean succeeded, boolean isError, boolean hasList, boolean hasAttributes) {

    private static final JsonFactory JSON = new JsonFactory();

    /** Reads a body; empty if it is not one JSON object with nothing after it. */
    public static Optional<AnswerShape> of(byte[] body) {
        try (JsonParser parser = JSON.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return Optional.empty();
            }
            AnswerShape shape = read(parser);
            return parser.nextToken() == null ? Optional.of(shape) : Optional.empty();
        } catch (IOException notJson) {
            return Optional.empty();
        }
    }

    /** Returns whether a body is the API's own error object. */
    public static boolean isErrorObject(byte[] body) {
        return of(body).filter(AnswerShape::isError).isPresent();
    }

    private static AnswerShape read(JsonParser parser) throws IOException {
        boolean denied = false;
        boolean error = false;
        boolean list = false;
        boolean attributes = false;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            error |= name.equals("meta") || name.equals("success");
            if (name.equals("success")) {
                denied = isFalse(parser);
            }
            if (name.equals("data") && value == JsonToken.START_OBJECT) {
                boolean numbered = true;
                attributes = false;
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    numbered &= isNumber(parser.currentName());
                    boolean named = parser.currentName().equals("attributes");
                    attributes |= parser.nextToken() == JsonToken.START_OBJECT && named;
                    parser.skipChildren();
                }
                list = numbered;
            } else if (name.equals("data")) {
                list = value == JsonToken.START_ARRAY;
                attributes = false;
            }
            parser.skipChildren();
        }
        return new AnswerShape(!denied, error, list, attributes);
    }

    private static boolean isFalse(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_FALSE -> true;
            case VALUE_NUMBER_INT -> parser.getText().equals("0");
            case VALUE_STRING ->
                parser.getText().equals("false") || parser.getText().equals("0");
            default -> false;
        };
    }

    private static boolean isNumber(String name) {
        return !name.isEmpty() && name.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
