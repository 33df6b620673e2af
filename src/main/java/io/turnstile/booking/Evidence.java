package io.turnstile.booking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The API's answers that led to a decision, in the order they came.
 *
 * @param answers none when no call was made
 */
public record Evidence(List<ResponseEvidence> answers) {

    /** Evidence before any call. */
    public static final Evidence NONE = new Evidence(List.of());

    /** Bounds the JSON of the {@code turnstile-evidence} header, in bytes. */
    static final int MOST_BYTES = 16 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    public Evidence {
        answers = List.copyOf(answers);
    }

    Evidence with(ResponseEvidence answer) {
        List<ResponseEvidence> more = new ArrayList<>(answers);
        more.add(answer);
        return new Evidence(more);
    }

    /** Returns this evidence after that of earlier tries. */
    public Evidence after(Evidence earlier) {
        List<ResponseEvidence> all = new ArrayList<>(earlier.answers);
        all.addAll(answers);
        return new Evidence(all);
    }

    /** Returns the last answer alone. */
    public Evidence last() {
        return answers.isEmpty() ? this : new Evidence(answers.subList(answers.size() - 1, answers.size()));
    }

    /**
     * Reads what {@link #toJson(int)} wrote.
     *
     * @return nothing for what it did not write
     */
    public static Evidence ofJson(byte[] json) {
        try {
            JsonNode array = JSON.readTree(json);
            List<ResponseEvidence> answers = new ArrayList<>();
            array.forEach(each -> answers.add(new ResponseEvidence(
                    each.path("status").asInt(),
                    each.path("path").asText(),
                    each.path("body").asText())));
            return new Evidence(answers);
        } catch (IOException notOurs) {
            return NONE;
        }
    }

    /** Returns the JSON for a dead letter: at most 16 KiB. */
    public byte[] toJson() {
        return toJson(MOST_BYTES);
    }

    /**
     * Returns a JSON array of {@code {status, path, body}}: bodies are cut shorter until it fits, and if that is not enough
     * the earlier answers are left out.
     *
     * @param mostBytes at least 8 KiB
     */
    public byte[] toJson(int mostBytes) {
        for (int length = ResponseEvidence.BODY_LENGTH; ; length /= 2) {
            byte[] json = write(length);
            if (json.length <= mostBytes) {
                return json;
            }
            if (length < 2) {
                return new Evidence(answers.subList(answers.size() / 2, answers.size())).toJson(mostBytes);
            }
        }
    }

    private byte[] write(int bodyLength) {
        List<ResponseEvidence> cut = answers.stream()
                .map(answer ->
                        new ResponseEvidence(answer.status(), answer.path(), Text.shorten(answer.body(), bodyLength)))
                .toList();
        try {
            return JSON.writeValueAsString(cut).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Three plain fields can always be written as JSON", e);
        }
    }
}
