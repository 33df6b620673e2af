package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Pattern;

/** The API's own error object: a JSON object with {@code meta} or {@code success}. No proxy or firewall answers with one. */
public final class ErrorResponse {

    /** What a line for people does not hold: line ends, control characters, and signs that turn text around or hide it. */
    private static final Pattern NO_TEXT = Pattern.compile("[\\s\\p{Cntrl}\\x{80}-\\x{9f}\\p{Cf}\\p{Zl}\\p{Zp}]+");

    private ErrorResponse() {}

    /** Returns whether a body is the API's own error object. */
    public static boolean isOne(byte[] body) {
        JsonNode json = ResponseBody.read(body);
        return json.isObject() && (json.has("meta") || json.has("success"));
    }

    /** Returns what the API says in {@code meta.message}, on one line; empty if it says nothing. */
    public static String message(byte[] body) {
        String message = LenientValues.text(ResponseBody.read(body).path("meta").path("message"));
        return message == null ? "" : NO_TEXT.matcher(message).replaceAll(" ").strip();
    }
}
