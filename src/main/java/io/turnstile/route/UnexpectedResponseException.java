package io.turnstile.route;

import io.turnstile.altegio.ResponseFault;
import io.turnstile.booking.Reason;

/** Answer that neither decides a request nor can be read. Its message is for people and holds no secret. */
public final class UnexpectedResponseException extends Exception {

    private static final long serialVersionUID = 1L;

    private final Reason reason;

    UnexpectedResponseException(ResponseFault fault) {
        super(fault.message());
        this.reason = fault.reason();
    }

    Reason reason() {
        return reason;
    }
}
