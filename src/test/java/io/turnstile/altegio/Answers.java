package io.turnstile.altegio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

/** Reads answers as the routes do: with Jackson as it is out of the box. */
final class Answers {
    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    static <T> T read(Class<T> type, String json) {
        try {
            return JSON.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new Unreadable(e);
        }
    }

    /** Says that the body is not what the API promises: the route makes {@code UNREADABLE_RESPONSE} of it. */
    static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Unreadable(JsonProcessingException cause) {
            super(cause);
        }
    }
}
