package io.turnstile.altegio.gate.auth;

import java.io.IOException;

/** Fault of a login that Altegio refuses; it names the status and nothing secret. Never leaves the gate. */
public final class TokenRefusedException extends IOException {

    private static final long serialVersionUID = 1L;

    TokenRefusedException(String message) {
        super(message);
    }
}
