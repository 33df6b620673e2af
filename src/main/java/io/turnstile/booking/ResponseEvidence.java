package io.turnstile.booking;

/**
 * One answer of the API, kept as evidence for a decision. Secrets must be blotted out of it before: it cuts texts short.
 *
 * @param status the HTTP status; 0 when no answer came
 * @param path path and query of the call, without the host, cut short to {@value #PATH_LENGTH} characters
 * @param body the body as text, or what happened instead of an answer, cut short to {@value #BODY_LENGTH} characters
 */
public record ResponseEvidence(int status, String path, String body) {

    static final int PATH_LENGTH = 1024;
    static final int BODY_LENGTH = 4096;

    public ResponseEvidence {
        path = Text.shorten(path, PATH_LENGTH);
        body = Text.shorten(body, BODY_LENGTH);
    }
}
