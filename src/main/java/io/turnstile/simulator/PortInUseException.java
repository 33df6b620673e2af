package io.turnstile.simulator;

import org.jspecify.annotations.Nullable;

/** Fault of a simulator that could not start because something else listens on its port. */
public final class PortInUseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PortInUseException(String host, int port, @Nullable Throwable cause) {
        super("port " + port + " on " + host + " is in use: choose another, or 0 for any free one", cause);
    }
}
