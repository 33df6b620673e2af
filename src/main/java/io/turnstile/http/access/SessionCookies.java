package io.turnstile.http.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Cookies of browsers that have shown a token: role, end, something random, and a signature. Each role is signed with a key
 * made from its own token and from nothing else. So a session is good after a restart and at every instance with the same
 * token, ends when that token changes, and whoever knows one role's token can make sessions of that role only. Thread-safe.
 */
public final class SessionCookies {

    public static final String NAME = "turnstile-session";
    static final Duration LIFETIME = Duration.ofHours(12);

    /** Clocks of instances may differ by this much. */
    static final Duration SKEW = Duration.ofMinutes(5);

    private static final Pattern FORM =
            Pattern.compile("((viewer|operator)\\.(\\d{1,11})\\.[A-Za-z0-9_-]{22})\\.([A-Za-z0-9_-]{43})");
    private static final String ALGORITHM = "HmacSHA256";

    /** Makes guessing a token from a cookie slow, should one get into wrong hands. */
    private static final int ROUNDS = 100_000;

    private final Map<Role, SecretKeySpec> keys = new EnumMap<>(Role.class);
    private final Optional<PublicUrl> publicUrl;
    private final boolean tls;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * Creates them.
     *
     * @param tokens those of the roles that have one
     * @param tls whether browsers come over TLS also where no proxy stands before it
     */
    SessionCookies(Map<Role, String> tokens, Optional<PublicUrl> publicUrl, boolean tls, Clock clock) {
        tokens.forEach((role, token) -> keys.put(role, key(role, token)));
        this.publicUrl = publicUrl;
        this.tls = tls;
        this.clock = clock;
    }

    private static SecretKeySpec key(Role role, String token) {
        try {
            byte[] salt = ("turnstile session of the " + role.text()).getBytes(StandardCharsets.UTF_8);
            byte[] key = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(token.toCharArray(), salt, ROUNDS, 256))
                    .getEncoded();
            return new SecretKeySpec(key, ALGORITHM);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has PBKDF2 with HMAC-SHA-256", e);
        }
    }

    /** Returns the {@code Set-Cookie} header that begins a session. Scripts cannot read it, other sites not send it. */
    public String begin(Role role) {
        byte[] some = new byte[16];
        random.nextBytes(some);
        String claim = role.text() + "." + clock.instant().plus(LIFETIME).getEpochSecond() + "." + base64(some);
        return header(claim + "." + signature(keys.get(role), claim), LIFETIME.toSeconds());
    }

    /** Returns the {@code Set-Cookie} header that ends a session. */
    public String end() {
        return header("", 0);
    }

    private String header(String value, long seconds) {
        String path = publicUrl
                .map(PublicUrl::prefix)
                .filter(prefix -> !prefix.isEmpty())
                .orElse("/");
        return String.format(
                Locale.ROOT,
                "%s=%s; Path=%s; Max-Age=%d; HttpOnly; SameSite=Strict%s",
                NAME,
                value,
                path,
                seconds,
                publicUrl.map(PublicUrl::isSecure).orElse(tls) ? "; Secure" : "");
    }

    /** Returns whose session a cookie is; empty if it was not made here or at another instance with the same token. */
    Optional<Session> read(String cookie) {
        Matcher parts = FORM.matcher(cookie);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Role role = parts.group(2).equals(Role.OPERATOR.text()) ? Role.OPERATOR : Role.VIEWER;
        SecretKeySpec key = keys.get(role);
        if (key == null || !isEqual(signature(key, parts.group(1)), parts.group(4))) {
            return Optional.empty();
        }
        Instant end = Instant.ofEpochSecond(Long.parseLong(parts.group(3)));
        Instant now = clock.instant();
        return Optional.of(new Session(
                role, end.isAfter(now) && !end.isAfter(now.plus(LIFETIME).plus(SKEW))));
    }

    /** Session that was signed with a role's token, whether or not its time is over. */
    record Session(Role role, boolean isGood) {}

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }

    private static String signature(SecretKeySpec key, String claim) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return base64(mac.doFinal(claim.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
