package io.turnstile.altegio.gate;

import io.turnstile.altegio.gate.auth.Token;
import io.turnstile.altegio.gate.call.BufferedResponse;
import io.turnstile.altegio.gate.call.CallFaultText;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Result of one call on the wire. */
sealed interface Attempt {

    /**
     * Altegio decided.
     *
     * @param sentAt when it was sent, of the ticker
     */
    record Answered(BufferedResponse answer, long sentAt) implements Attempt {}

    /**
     * A fault: nothing came, or nothing that can be used. One of the first two is null.
     *
     * @param endedAt when that was known, of the ticker
     */
    record Failed(@Nullable BufferedResponse answer, @Nullable IOException error, long endedAt) implements Attempt {

        /** Ends the call with this: returns the unusable answer, or throws what prevented one. */
        BufferedResponse end() throws IOException {
            if (answer == null) {
                throw error;
            }
            return answer;
        }

        /** Returns whether somebody answered, but not as Altegio's API does. */
        boolean isForeign() {
            return answer != null && answer.status() < 500;
        }

        /** Returns whether it is the proxy that wants a login. */
        boolean isOfProxy() {
            return answer != null && answer.status() == 407;
        }

        /** Returns what happened, in a few words for a person. */
        @Nullable
        String cause() {
            return answer == null ? CallFaultText.describe(error) : answer.describe();
        }
    }

    /**
     * An answer of 401: the token's fault, or this request's.
     *
     * @param endedAt when that was known, of the ticker
     */
    record Unauthorized(BufferedResponse answer, Token token, long endedAt) implements Attempt {}

    /** The login was refused, and there is no token to try. */
    record TokenRefused() implements Attempt {}
}
