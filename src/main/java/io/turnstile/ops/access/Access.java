package io.turnstile.ops.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.Optional;

/** Knows who may do what. Thread-safe. */
public final class Access {

    private static final String SCHEME = "Bearer ";

    private final boolean everybody;
    private final Optional<byte[]> viewer;
    private final Optional<byte[]> operator;
    private final SessionCookies sessions;

    /**
     * Creates it. Once there is a token, it is asked for everywhere.
     *
     * @param loopback whether only this machine can call: without tokens, everybody is an operator then
     */
    public Access(boolean loopback, Optional<String> viewerToken, Optional<String> operatorToken, Clock clock) {
        this.everybody = loopback && viewerToken.isEmpty() && operatorToken.isEmpty();
        this.viewer = viewerToken.map(Access::digest);
        this.operator = operatorToken.map(Access::digest);
        this.sessions = new SessionCookies(digest("session\n" + viewerToken + "\n" + operatorToken), clock);
    }

    /** Returns whether no token is needed. */
    public boolean isOpen() {
        return everybody;
    }

    /** Returns the role that a token gives. */
    public Optional<Role> roleOf(String token) {
        byte[] shown = digest(token);
        if (operator.filter(digest -> MessageDigest.isEqual(digest, shown)).isPresent()) {
            return Optional.of(Role.OPERATOR);
        }
        return viewer.filter(digest -> MessageDigest.isEqual(digest, shown)).map(any -> Role.VIEWER);
    }

    /**
     * Returns the role of a caller.
     *
     * @param authorization the header; null if there was none
     * @param cookie the value of {@link SessionCookies#NAME}; null if there was none
     */
    public Optional<Role> role(String authorization, String cookie) {
        if (everybody) {
            return Optional.of(Role.OPERATOR);
        }
        if (authorization != null) {
            return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
                    ? roleOf(authorization.substring(SCHEME.length()).strip())
                    : Optional.empty();
        }
        return Optional.ofNullable(cookie).flatMap(sessions::read);
    }

    public SessionCookies sessions() {
        return sessions;
    }

    /** Tokens are compared by digest: how long that takes says nothing about how much of a guess was right. */
    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
