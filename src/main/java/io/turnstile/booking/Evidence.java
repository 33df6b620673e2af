package io.turnstile.booking;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects the API's answers that led to a decision, in the order they came.
 *
 * @param answers none when no call was made
 */
public record Evidence(List<Answer> answers) {

    /** Is the evidence before any call. */
    public static final Evidence NONE = new Evidence(List.of());

    /** Bounds the JSON of the {@code turnstile-evidence} header, in bytes. */
    static final int MOST_BYTES = 16 * 1024;

    private static final JsonMapper JSON = new JsonMapper();

    public Evidence {
        answers = List.copyOf(answers);
    }

    Evidence with(Answer answer) {
        List<Answer> more = new ArrayList<>(answers);
        more.add(answer);
        return new Evidence(more);
    }

    /**
     * Returns a JSON array of {@code {status, path, body}} of at most 16 KiB: bodies are cut shorter until it fits, and
     * if that is not enough the earlier answers are left out.
     */
    public byte[] toJson() {
        for (int length = Answer.BODY_LENGTH; ; length /= 2) {
            byte[] json = toJson(length);
            if (json.length <= MOST_BYTES) {
                return json;
            }
            if (length < 2) {
                return new Evidence(answers.subList(answers.size() / 2, answers.size())).toJson();
            }
        }
    }

    private byte[] toJson(int bodyLength) {
        List<Answer> cut = answers.stream()
                .map(answer -> new Answer(answer.status(), answer.path(), Text.shorten(answer.body(), bodyLength)))
                .toList();
        try {
            return JSON.writeValueAsString(cut).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Three plain fields can always be written as JSON", e);
        }
    }
}
