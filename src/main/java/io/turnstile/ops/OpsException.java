package io.turnstile.ops;

/** Says in one line why nothing can be served, and which setting to mend. */
public final class OpsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public OpsException(String message) {
        super(message);
    }

    OpsException(String message, Throwable cause) {
        super(message, cause);
    }
}
