package io.turnstile.cli.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Fault in one line: what a running instance did not do, and what to do about it. */
public final class ClientException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ClientException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** Creates what an instance says that is stopping, or busy for a moment. */
    static ClientException unavailable(String message) {
        return new ClientException(message, new Unavailable());
    }

    /** Answer that the instance cannot do it at present. */
    private static final class Unavailable extends IOException {

        private static final long serialVersionUID = 1L;
    }

    /** Returns whether nobody answered, or nobody who could at present, so that it is worth while to try again. */
    public boolean isDisconnected() {
        return getCause() instanceof IOException && !(getCause() instanceof JsonProcessingException);
    }
}
