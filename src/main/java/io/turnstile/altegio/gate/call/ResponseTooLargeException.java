package io.turnstile.altegio.gate.call;

import java.io.IOException;

/** Fault of an answer that is larger than any that the API gives. */
final class ResponseTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param most bytes that are read */
    ResponseTooLargeException(int most) {
        super("an answer larger than " + most / (1024 * 1024) + " MiB");
    }

    /** @param cause the bound of the client's that it passed, on the length of a line or the number of headers */
    ResponseTooLargeException(IOException cause) {
        super("an answer with headers longer than any", cause);
    }
}
