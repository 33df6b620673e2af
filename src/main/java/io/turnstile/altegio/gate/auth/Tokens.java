package io.turnstile.altegio.gate.auth;

import io.turnstile.altegio.gate.call.BufferedResponse;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** Source of the token for the next call. Thread-safe. */
public interface Tokens {

    /**
     * Returns the token to use, fetched first if need be.
     *
     * @param line how to make the call that fetches it
     * @throws TokenRefusedException if Altegio refuses to give one
     * @throws IOException if it could not be fetched for now
     */
    Token current(Line line) throws IOException, InterruptedException;

    /** Returns whether the next call would use this token. */
    boolean isCurrent(Token token);

    /**
     * Notes that the token is refused: calls for several that were let in before got 401 with it.
     *
     * @return whether another token is worth a try; if not, the world is wrong
     */
    boolean refused(Token token);

    /** Returns what a person must do when the token is refused, in one sentence. */
    String refusal();

    /** Makes one call within the quota, without a user token of its own. */
    @FunctionalInterface
    interface Line {
        BufferedResponse call(ClassicHttpRequest request) throws IOException, InterruptedException;
    }
}
