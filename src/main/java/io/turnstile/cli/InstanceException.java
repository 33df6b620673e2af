package io.turnstile.cli;

/** Says in one line what a running instance did not do, and what to do about it. */
final class InstanceException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    InstanceException(String message, Throwable cause) {
        super(message, cause);
    }
}
