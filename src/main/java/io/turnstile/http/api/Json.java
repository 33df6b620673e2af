package io.turnstile.http.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.http.access.Problem;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Mapper of JSON. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build();

    private Json() {}

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    static <T> ArrayNode array(Collection<T> items, Function<T, ? extends JsonNode> toJson) {
        ArrayNode array = MAPPER.createArrayNode();
        items.forEach(item -> array.add(toJson.apply(item)));
        return array;
    }

    static ArrayNode texts(List<String> texts) {
        ArrayNode array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    /** Returns the value, its text, or null: absent fields are null in JSON. */
    static @Nullable String text(Optional<?> value) {
        return value.map(Object::toString).orElse(null);
    }

    static @Nullable Long number(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }

    static Integer number(OptionalInt value) {
        return value.isPresent() ? value.getAsInt() : null;
    }

    static Double number(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }

    public static byte[] bytes(JsonNode json) {
        try {
            return MAPPER.writeValueAsBytes(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A tree can always be written", e);
        }
    }

    static String string(JsonNode json) {
        return json.toString();
    }

    /** Reads JSON, or returns nothing if it is not JSON. */
    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.of(MAPPER.readTree(text)).filter(json -> !json.isMissingNode());
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** @throws Problem in one line, if it is not one JSON object */
    static ObjectNode parseObject(byte[] body) {
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
        } catch (MismatchedInputException e) {
            throw Problem.badRequest("The body is not one JSON object: "
                    + (e.getOriginalMessage().startsWith("Duplicate field")
                            ? "a field is given twice"
                            : "there is something after it"));
        } catch (StreamConstraintsException e) {
            throw Problem.badRequest(
                    "The body is not one JSON object that can be read: nested too deep, or a name or number too long");
        } catch (JsonProcessingException e) {
            throw Problem.badRequest(String.format(
                    Locale.ROOT,
                    "The body is not one JSON object: see line %d, column %d",
                    e.getLocation().getLineNr(),
                    e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw Problem.badRequest("The body is not UTF-8");
        }
        throw Problem.badRequest("The body must be a JSON object");
    }
}
