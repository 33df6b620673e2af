package io.turnstile.altegio.gate.call;

import java.io.IOException;

/** Fault of a call whose answer nobody wants any more: see {@code Gate.giveUp}. It says nothing about the request. */
public final class CallGivenUpException extends IOException {

    private static final long serialVersionUID = 1L;

    public CallGivenUpException(InterruptedException cause) {
        super("The call to Altegio was given up: nobody waits for its answer any more", cause);
    }
}
