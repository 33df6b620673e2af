package io.turnstile.altegio.gate.call;

import java.io.IOException;
import java.time.Duration;

/** Fault of a call that was not answered to its end in the time that it has, however its bytes were spread over that. */
public final class CallTimeoutException extends IOException {

    private static final long serialVersionUID = 1L;

    CallTimeoutException(Duration timeout, Exception cause) {
        super("no whole answer within " + timeout.toMillis() + " ms", cause);
    }
}
