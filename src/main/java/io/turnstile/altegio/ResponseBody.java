package io.turnstile.altegio;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.nio.charset.StandardCharsets;

/**
 * Body of an answer as JSON. A byte-order mark is skipped, and bytes that are no UTF-8 count as characters that cannot be
 * shown: neither hides the rest. One with more than {@value #MOST_TOKENS} values, names and brackets counts as no JSON: its
 * tree would take many times the memory of its text, and a process that ends for that ends for all. Thread-safe.
 */
final class ResponseBody {

    static final int MOST_TOKENS = 250_000;

    private static final ObjectReader JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxTokenCount(MOST_TOKENS)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private ResponseBody() {}

    /** Returns the object of an answer that promises one; fails where it is something else, or says that it failed. */
    static JsonNode promised(byte[] body) throws UnreadableResponseException {
        JsonNode json = read(body);
        if (!json.isObject()) {
            throw new UnreadableResponseException("it is not one JSON object");
        }
        if (LenientValues.flag(json.path("success")).filter(success -> !success).isPresent()) {
            throw new UnreadableResponseException("it says success: false under a status of success");
        }
        return json;
    }

    /** Returns the JSON of a body; a missing node if it is not JSON. */
    static JsonNode read(byte[] body) {
        if (body == null || body.length == 0) {
            return MissingNode.getInstance();
        }
        String text = new String(body, StandardCharsets.UTF_8);
        try {
            return JSON.readValue(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (JsonProcessingException notJson) {
            return MissingNode.getInstance();
        }
    }
}
