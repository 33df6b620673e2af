package io.turnstile.booking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.booking.ParsedRequest.Malformed;
import io.turnstile.booking.ParsedRequest.Valid;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Parser of a record's value as a booking request. Never throws for what the value holds. */
public final class RequestParser {

    private static final ObjectReader READER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .build()
            .reader();

    /** Larger values are not parsed: that would take many times their size in memory. */
    private static final int MOST_BYTES = 8 * 1024 * 1024;

    private RequestParser() {}

    /** Returns the result for a record whose value is too large to be read. */
    public static ParsedRequest unreadable() {
        return notJson("the value is too large to be read into memory");
    }

    /**
     * Parses a value.
     *
     * @param value UTF-8 JSON, or null for a record without a value
     */
    public static ParsedRequest parse(byte[] value) {
        if (value == null) {
            return notJson("the record has no value");
        }
        if (value.length > MOST_BYTES) {
            return invalid("its value has " + value.length + " bytes, more than " + MOST_BYTES, Optional.empty());
        }
        String json;
        try {
            json = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(value))
                    .toString();
        } catch (CharacterCodingException e) {
            return notJson("the value is not UTF-8 text");
        }
        return parse(json);
    }

    private static ParsedRequest parse(String json) {
        JsonNode tree;
        try {
            tree = READER.readTree(json);
        } catch (MismatchedInputException e) {
            return isDuplicateField(e)
                    ? invalid("a field is given twice" + where(e), Optional.empty())
                    : notJson("there is something after the JSON object" + where(e));
        } catch (StreamConstraintsException e) {
            return invalid("the JSON is too deep, or a name or number in it is too long", Optional.empty());
        } catch (JsonProcessingException e) {
            return notJson("the value is not valid JSON" + where(e));
        }
        if (!tree.isObject()) {
            return notJson(
                    tree.isMissingNode()
                            ? "the value is empty"
                            : "the value is a JSON " + tree.getNodeType().name().toLowerCase(java.util.Locale.ROOT)
                                    + ", not an object");
        }
        RequestFields fields = new RequestFields(tree);
        BookingRequest request = fields.toRequest(json);
        return fields.problems().isEmpty()
                ? new Valid(request)
                : invalid(String.join("; ", fields.problems()), fields.readableRequestId());
    }

    private static boolean isDuplicateField(MismatchedInputException e) {
        return e.getOriginalMessage().startsWith("Duplicate field");
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column "
                        + e.getLocation().getColumnNr() + ")";
    }

    private static Malformed notJson(String why) {
        return new Malformed(Reason.NOT_JSON, "Not a JSON object in UTF-8: " + why + ".", Optional.empty());
    }

    private static Malformed invalid(String why, Optional<String> requestId) {
        return new Malformed(Reason.INVALID_REQUEST, "Not a booking request: " + why + ".", requestId);
    }
}
