package io.turnstile.altegio.gate.call;

import java.io.IOException;

/**
 * Fault of a call that waited in the gate while it was closed: the application is stopping. It says nothing about the
 * request, which must stay undecided.
 */
public final class GateClosedException extends IOException {

    private static final long serialVersionUID = 1L;

    public GateClosedException() {
        super("The gate to Altegio is closed: Turnstile is stopping");
    }
}
