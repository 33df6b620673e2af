package io.turnstile.http;

/** Fault in one line: why nothing can be served, and which setting to fix. */
public final class HttpServerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public HttpServerException(String message) {
        super(message);
    }

    HttpServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
