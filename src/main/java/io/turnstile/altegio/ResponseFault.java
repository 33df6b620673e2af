package io.turnstile.altegio;

import io.turnstile.booking.Reason;
import java.nio.charset.StandardCharsets;

/**
 * Answer that decides nothing, and what it tells about whoever gave it.
 *
 * @param reason {@link Reason#UPSTREAM_ERROR} where the status says that the call failed, {@link
 *     Reason#UNREADABLE_RESPONSE} where the status would do and the body is not the API's
 * @param message one phrase for a person, with what the API said, as it said it
 */
public record ResponseFault(Reason reason, String message) {

    /** Describes an answer that is neither a success nor a {@link BusinessRefusal}. */
    public static ResponseFault of(int status, byte[] body) {
        String answered = "Altegio answered " + status;
        if (BusinessRefusal.hasStatus(status)) {
            return new ResponseFault(
                    Reason.UNREADABLE_RESPONSE, answered + " with " + kind(body) + " instead of its own error object");
        }
        return new ResponseFault(Reason.UPSTREAM_ERROR, answered + explanation(status, body));
    }

    private static String explanation(int status, byte[] body) {
        String said = ErrorResponse.message(body);
        if (!said.isEmpty()) {
            return ": " + said;
        }
        if (status >= 300 && status < 400) {
            return ": it points to another address, which is not followed";
        }
        if (status == 407) {
            return ": a proxy before it wants a login";
        }
        return ErrorResponse.isOne(body) ? "" : " with " + kind(body);
    }

    /** Returns what a body is: a web page, nothing, JSON, or something else. */
    public static String kind(byte[] body) {
        String text = new String(body, 0, Math.min(body.length, 200), StandardCharsets.UTF_8).strip();
        if (text.isEmpty()) {
            return "nothing";
        }
        if (text.startsWith("<")) {
            return "a web page";
        }
        return ResponseBody.read(body).isMissingNode() ? "a text" : "JSON";
    }
}
