package io.turnstile.cli;

/** Says in one line what was asked for wrongly, where the list of all options would only hide it. */
final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
