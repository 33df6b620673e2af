package io.turnstile.altegio.gate;

import java.io.IOException;

/** Fault of an answer that is larger than any that the API gives. */
final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param most bytes that are read */
    AnswerTooLargeException(int most) {
        super("an answer larger than " + most / (1024 * 1024) + " MiB");
    }
}
