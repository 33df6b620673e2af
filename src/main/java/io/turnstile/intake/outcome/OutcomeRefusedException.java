package io.turnstile.intake.outcome;

/** Fault of one request's outcome that Kafka does not take. The message is for people. */
public final class OutcomeRefusedException extends Exception {

    private static final long serialVersionUID = 1L;

    public OutcomeRefusedException(String message, Throwable cause) {
        super(message, cause);
    }
}
