package io.turnstile.altegio.gate;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import org.apache.hc.core5.http.ClassicHttpRequest;

/** Knows the token for the next call. Thread-safe. */
interface Tokens {

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

    /** Returns how the gate holds when the token is refused; its detail says what a person must do. */
    Hold hold();

    static Tokens of(GateConfig config, Ticker ticker) {
        if (config.credentials() instanceof Credentials.Login login) {
            return new LoginTokens(login, config.authPath(), config.onToken(), ticker);
        }
        return new FixedTokens((Credentials.FixedToken) config.credentials());
    }

    /** Makes one call within the quota, without a user token of its own. */
    @FunctionalInterface
    interface Line {
        Answer call(ClassicHttpRequest request) throws IOException, InterruptedException;
    }
}
