package io.turnstile.ops;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Knows who may look. Thread-safe. */
final class Access {

    private static final String SCHEME = "Bearer ";

    private final boolean everybody;
    private final List<byte[]> digests;

    /**
     * Creates it.
     *
     * @param everybody whether no token is needed: only this machine can call
     */
    Access(boolean everybody, Optional<String> viewerToken, Optional<String> operatorToken) {
        this.everybody = everybody;
        this.digests = Stream.of(viewerToken, operatorToken)
                .flatMap(Optional::stream)
                .map(Access::digest)
                .toList();
    }

    /** @param authorization the header; null if the caller sent none */
    boolean mayLook(String authorization) {
        if (everybody) {
            return true;
        }
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] shown = digest(authorization.substring(SCHEME.length()).strip());
        return digests.stream().anyMatch(digest -> MessageDigest.isEqual(digest, shown));
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
