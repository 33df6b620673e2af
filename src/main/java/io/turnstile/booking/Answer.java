package io.turnstile.booking;

/**
 * Is one answer of the API, kept as evidence for a decision.
 *
 * @param status the HTTP status
 * @param path path and query of the call, without the host
 * @param body the body as text, cut short to {@value #BODY_LENGTH} characters
 */
public record Answer(int status, String path, String body) {

    static final int BODY_LENGTH = 4096;

    public Answer {
        body = Text.shorten(body, BODY_LENGTH);
    }
}
