package io.turnstile.altegio;

/**
 * Answer of Altegio that is not what its API promises, so that nothing is decided by it. Its message is for people: it names
 * what is missing and quotes nothing of the answer.
 */
public final class UnreadableResponseException extends Exception {

    private static final long serialVersionUID = 1L;

    public UnreadableResponseException(String what) {
        super("Altegio's answer is not what its API promises: " + what);
    }
}
