package io.turnstile.altegio.gate.auth;

import com.github.benmanes.caffeine.cache.Ticker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * User token that is fetched with a login when it is first needed, and again when it was refused. However many calls wait,
 * one fetches; if that fails, all that waited for it fail with it. Of a login that gives token after token, each of which is
 * refused soon, no more than {@value #MOST_A_MINUTE} are taken a minute.
 */
public final class LoginTokens implements Tokens {

    private static final String REFUSED =
            "Altegio refuses the login. Fix turnstile.altegio.partner-token, turnstile.altegio.login"
                    + " and turnstile.altegio.password, and start Turnstile again (files of them are read again by themselves)";
    private static final int MOST_A_MINUTE = 4;
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LoginRequest login;
    private final String partnerToken;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile @Nullable Token token;
    private volatile long fetches;
    private @Nullable IOException lastFailure;
    private final Consumer<String> onToken;
    private final Ticker ticker;
    private final Deque<Long> fetchedAt = new ArrayDeque<>();

    /** @param authPath path of the login call, e.g. {@code /api/v1/auth} */
    public LoginTokens(Credentials.Login login, String authPath, Consumer<String> onToken, Ticker ticker) {
        this.onToken = onToken;
        this.ticker = ticker;
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
            checkRate();
            String user = login.send(line);
            onToken.accept(user);
            Token fetched = new Token(partnerToken, user);
            token = fetched;
            fetchedAt.addLast(ticker.read());
            return fetched;
        } catch (IOException failure) {
            lastFailure = failure;
            throw failure;
        } finally {
            fetches++;
        }
    }

    private void checkRate() throws TokenRefusedException {
        while (!fetchedAt.isEmpty() && ticker.read() - fetchedAt.peekFirst() > MINUTE) {
            fetchedAt.removeFirst();
        }
        if (fetchedAt.size() >= MOST_A_MINUTE) {
            throw new TokenRefusedException("Altegio refused " + MOST_A_MINUTE + " tokens of this minute");
        }
    }

    @Override
    public boolean isCurrent(Token other) {
        return token == other;
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
    public String refusal() {
        return REFUSED;
    }
}
