package io.turnstile.cli.text;

/** Fault in one line: what was asked for wrongly, where the list of all options would only hide it. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message);
    }
}
