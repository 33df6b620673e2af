package io.turnstile.ops.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Writes and reads the cookie of a browser that has shown a token: role and end, signed with a key made from the tokens. So
 * it is good after a restart and at every instance with the same tokens, and no longer when they change.
 */
public final class SessionCookies {

    public static final String NAME = "turnstile-session";
    static final Duration LIFETIME = Duration.ofHours(12);
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final Clock clock;

    SessionCookies(byte[] key, Clock clock) {
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.clock = clock;
    }

    /** Returns the {@code Set-Cookie} header that begins a session. Scripts cannot read it, other sites not send it. */
    public String begin(Role role) {
        String claim = role.text() + "." + clock.instant().plus(LIFETIME).getEpochSecond();
        return header(claim + "." + signature(claim), LIFETIME.toSeconds());
    }

    /** Returns the {@code Set-Cookie} header that ends a session. */
    public String end() {
        return header("", 0);
    }

    private static String header(String value, long seconds) {
        return String.format(Locale.ROOT, "%s=%s; Path=/; Max-Age=%d; HttpOnly; SameSite=Strict", NAME, value, seconds);
    }

    Optional<Role> read(String cookie) {
        int dot = cookie.lastIndexOf('.');
        if (dot < 0 || !isSigned(cookie.substring(0, dot), cookie.substring(dot + 1))) {
            return Optional.empty();
        }
        String[] claim = cookie.substring(0, dot).split("\\.");
        return Instant.ofEpochSecond(Long.parseLong(claim[1])).isAfter(clock.instant())
                ? Optional.of(claim[0].equals(Role.OPERATOR.text()) ? Role.OPERATOR : Role.VIEWER)
                : Optional.empty();
    }

    private boolean isSigned(String claim, String signature) {
        return MessageDigest.isEqual(
                signature(claim).getBytes(StandardCharsets.UTF_8), signature.getBytes(StandardCharsets.UTF_8));
    }

    private String signature(String claim) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(mac.doFinal(claim.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has " + ALGORITHM, e);
        }
    }
}
