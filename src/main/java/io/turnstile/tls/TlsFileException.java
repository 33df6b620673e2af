package io.turnstile.tls;

import org.jspecify.annotations.Nullable;

/** Fault of a file of certificates or keys. Its message is one line for people: which setting, what is wrong, what to do. */
public final class TlsFileException extends RuntimeException {

    private static final long serialVersionUID = 1;

    TlsFileException(String setting, String what, @Nullable Throwable cause) {
        super(setting + ": " + what, cause);
    }
}
