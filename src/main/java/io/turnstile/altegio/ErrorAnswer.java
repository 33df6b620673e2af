package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;

/** The API's own error object: a JSON object with {@code meta} or {@code success}. No proxy or firewall answers with one. */
public final class ErrorAnswer {

    private ErrorAnswer() {}

    /** Returns whether a body is the API's own error object. */
    public static boolean isOne(byte[] body) {
        JsonNode json = AnswerBody.read(body);
        return json.isObject() && (json.has("meta") || json.has("success"));
    }

    /** Returns what the API says in {@code meta.message}; empty if it says nothing. */
    public static String message(byte[] body) {
        String message = Lenient.text(AnswerBody.read(body).path("meta").path("message"));
        return message == null ? "" : message;
    }
}
