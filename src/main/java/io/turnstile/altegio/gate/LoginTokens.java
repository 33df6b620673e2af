package io.turnstile.altegio.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Fetches the user token with a login when it is first needed, and anew when it was refused. However many calls wait, one
 * fetches; if that fails, all that waited for it fail with it.
 */
final class LoginTokens implements Tokens {

    private static final String REFUSED =
            "Altegio refuses the login. Mend turnstile.altegio.partner-token, turnstile.altegio.login"
                    + " and turnstile.altegio.password, and start Turnstile again";
    private static final Duration PROBE_EVERY = Duration.ofSeconds(5);

    private final LoginRequest login;
    private final String partnerToken;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Token token;
    private volatile long fetches;
    private IOException lastFailure;

    /** @param authPath path of the login call, e.g. {@code /api/v1/auth} */
    LoginTokens(Credentials.Login login, String authPath) {
        this.login = new LoginRequest(login, authPath);
        this.partnerToken = login.partnerToken();
    }

    @Override
    public Token current(Line line) throws IOException, InterruptedException {
        Token known = token;
        if (known != null) {
            return known;
        }
        long before = fetches;
        fetching.lockInterruptibly();
        try {
            if (token == null && fetches != before && lastFailure != null) {
                throw lastFailure;
            }
            return token != null ? token : fetch(line);
        } finally {
            fetching.unlock();
        }
    }

    private Token fetch(Line line) throws IOException, InterruptedException {
        lastFailure = null;
        try {
            Token fetched = new Token(partnerToken, login.send(line));
            token = fetched;
            return fetched;
        } catch (IOException failure) {
            lastFailure = failure;
            throw failure;
        } finally {
            fetches++;
        }
    }

    /** Forgets the token. A fresh one that was never accepted is not worth another try at once. */
    @Override
    public boolean refused(Token refused) {
        fetching.lock();
        try {
            if (token != refused) {
                return true;
            }
            token = null;
            return refused.wasAccepted();
        } finally {
            fetching.unlock();
        }
    }

    @Override
    public Hold hold() {
        return new Hold(GateStatus.Reason.TOKEN_REFUSED, REFUSED, null, PROBE_EVERY);
    }
}
