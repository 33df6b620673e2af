package io.turnstile.http.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** Rules of who may do what: tokens, sessions, and how often somebody may guess. Thread-safe. */
public final class Access {

    private static final int MOST_SESSIONS = 10_000;

    private final boolean everybody;
    private final Optional<PublicUrl> publicUrl;
    private final boolean tls;
    private final Clock clock;
    private volatile Keys keys;
    private final GuessLimiter guesses;
    private final Cache<String, Boolean> seen = Caffeine.newBuilder()
            .maximumSize(MOST_SESSIONS)
            .expireAfterWrite(SessionCookies.LIFETIME)
            .build();

    /** Sessions whose owners signed out. Only who has had a token can add to them. */
    private final Cache<String, Boolean> ended = Caffeine.newBuilder()
            .maximumSize(MOST_SESSIONS)
            .expireAfterWrite(SessionCookies.LIFETIME.plus(SessionCookies.SKEW))
            .build();

    /**
     * Creates the rules. Once there is a token, it is asked for everywhere.
     *
     * @param loopback whether only this machine can call: without tokens, everybody is an operator then
     * @param tokens those of the roles that have one; the others do not exist
     * @param publicUrl where a proxy shows what is served here; empty if none is expected
     * @param tls whether all of it is served over TLS
     */
    public Access(
            boolean loopback,
            Map<Role, String> tokens,
            Optional<PublicUrl> publicUrl,
            boolean tls,
            Clock clock,
            Ticker ticker) {
        this.everybody = loopback && tokens.isEmpty();
        this.publicUrl = publicUrl;
        this.tls = tls;
        this.clock = clock;
        this.keys = keys(tokens);
        this.guesses = new GuessLimiter(ticker);
    }

    /** What opens: digests of the tokens, and the sessions that were signed with them. */
    private record Keys(Map<Role, byte[]> tokens, SessionCookies sessions) {}

    private Keys keys(Map<Role, String> tokens) {
        Map<Role, byte[]> digests = new EnumMap<>(Role.class);
        tokens.forEach((role, token) -> digests.put(role, digest(token)));
        return new Keys(digests, new SessionCookies(tokens, publicUrl, tls, clock));
    }

    /** Takes other tokens from now on. The sessions of a token that was replaced are over. */
    public void replaceTokens(Map<Role, String> tokens) {
        if (!everybody && !tokens.isEmpty()) {
            keys = keys(tokens);
        }
    }

    /** Returns whether no token is needed. */
    public boolean isOpen() {
        return everybody;
    }

    public Optional<PublicUrl> publicUrl() {
        return publicUrl;
    }

    public SessionCookies sessions() {
        return keys.sessions();
    }

    /** Ends a session at this instance, before its time; at others that have the same token it continues until then. */
    public void signOut(String cookie) {
        if (sessions().read(cookie).isPresent()) {
            ended.put(cookie, true);
        }
    }

    /** Returns the role that a token gives. */
    private Optional<Role> roleOf(String token) {
        byte[] shown = digest(token);
        Role role = null;
        for (Map.Entry<Role, byte[]> each : keys.tokens().entrySet()) {
            if (MessageDigest.isEqual(each.getValue(), shown)) {
                role = each.getKey();
            }
        }
        return Optional.ofNullable(role);
    }

    /**
     * Returns how long a call has to wait before what it shows is looked at; empty if too many wait before it. A session that
     * was good before never waits: it holds something random, so nobody can come by it by guessing.
     */
    Optional<Duration> turn(Credential credential, Source source) {
        boolean known = credential.kind() == Credential.Kind.COOKIE && seen.getIfPresent(credential.text()) != null;
        return everybody || known ? Optional.of(Duration.ZERO) : guesses.turn(source);
    }

    /**
     * Returns the role of a caller whose turn it is.
     *
     * @param call method and path, for the log
     */
    Optional<Role> role(Credential credential, Source source, String call) {
        if (everybody) {
            return Optional.of(Role.OPERATOR);
        }
        if (credential.kind() == Credential.Kind.COOKIE) {
            return roleOfSession(credential, source, call);
        }
        Optional<Role> role = roleOf(credential.text());
        note(role.isPresent(), credential, source, call);
        return role;
    }

    private Optional<Role> roleOfSession(Credential credential, Source source, String call) {
        if (ended.getIfPresent(credential.text()) != null) {
            return Optional.empty();
        }
        if (seen.getIfPresent(credential.text()) != null) {
            return sessions()
                    .read(credential.text())
                    .filter(SessionCookies.Session::isGood)
                    .map(SessionCookies.Session::role);
        }
        Optional<SessionCookies.Session> session = sessions().read(credential.text());
        note(session.isPresent(), credential, source, call);
        Optional<Role> role = session.filter(SessionCookies.Session::isGood).map(SessionCookies.Session::role);
        role.ifPresent(good -> seen.put(credential.text(), true));
        return role;
    }

    private void note(boolean right, Credential credential, Source source, String call) {
        if (right) {
            guesses.right(source);
        } else {
            guesses.wrong(source, call, credential.kind().text());
        }
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
