package io.turnstile.config;

/** Fault in one line: which setting is wrong and what it must be. */
public final class SettingsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public SettingsException(String message) {
        super(message);
    }
}
