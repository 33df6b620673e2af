package io.turnstile.http.access;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Refusal of a call: what is wrong and what to do, for people, as {@code application/problem+json} has it. */
public final class Problem extends RuntimeException {

    public static final String TYPE = "application/problem+json";

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String title;

    /**
     * Creates it.
     *
     * @param title a few words, the same for every problem of its kind
     * @param detail one line
     */
    public Problem(int status, String title, String detail) {
        super(Objects.requireNonNull(detail));
        this.status = status;
        this.title = Objects.requireNonNull(title);
    }

    public static Problem badRequest(String detail) {
        return new Problem(400, "Bad request", detail);
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "Not found", detail);
    }

    public static Problem unauthorized() {
        return new Problem(
                401,
                "Token needed",
                "Send the viewer's or the operator's token (turnstile.http.viewer-token, turnstile.http.operator-token):"
                        + " 'Authorization: Bearer <token>'");
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "Not allowed", detail);
    }

    /** Returns it as it is sent, in UTF-8. */
    public byte[] json() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("title", title)
                .put("status", status)
                .put("detail", getMessage())
                .toString()
                .getBytes(StandardCharsets.UTF_8);
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
