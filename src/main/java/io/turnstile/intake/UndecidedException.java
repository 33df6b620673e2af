package io.turnstile.intake;

/** Says that a request came out of the routes neither with an outcome nor with a retry; nothing of it may be committed. */
final class UndecidedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UndecidedException(RequestRecord record, Exception cause) {
        super("Request " + record.origin().id() + " was not decided: " + cause.getMessage(), cause);
    }
}
