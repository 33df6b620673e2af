package io.turnstile.ops.access;

import java.util.Objects;

/** Refuses a call: what is wrong and what to do, for people, as {@code application/problem+json} has it. */
public final class Problem extends RuntimeException {

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
                "Send the viewer's or the operator's token: 'Authorization: Bearer <turnstile.http.viewer-token>'");
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "Not allowed", detail);
    }

    public int status() {
        return status;
    }

    public String title() {
        return title;
    }
}
