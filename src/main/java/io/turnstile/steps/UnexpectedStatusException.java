package io.turnstile.steps;

/** Says that Altegio answered with a status that neither decides a request nor stands for a reason of the business. */
public final class UnexpectedStatusException extends Exception {

    private static final long serialVersionUID = 1L;

    UnexpectedStatusException(int status, String said) {
        super("Altegio answered " + status + (said.isEmpty() ? "" : ": " + said));
    }
}
