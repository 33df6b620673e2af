package io.turnstile.altegio.gate.auth;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A partner and a user token as Altegio wants to see them, and whether it has taken them yet. Thread-safe. */
public final class Token {

    private final String authorization;
    private final AtomicReference<Long> acceptedAt = new AtomicReference<>();

    /** @param user null for the partner token alone */
    Token(String partner, @Nullable String user) {
        this.authorization = "Bearer " + partner + (user == null || user.isBlank() ? "" : ", User " + user);
    }

    /** Returns the value of the header {@code Authorization}. */
    public String authorization() {
        return authorization;
    }

    /** Notes a decision on a call with this token that was sent at that time of the ticker. */
    public void accept(long sentAt) {
        acceptedAt.accumulateAndGet(sentAt, (one, other) -> one == null || other - one > 0 ? other : one);
    }

    /** Returns whether Altegio ever decided a call with this token. */
    boolean wasAccepted() {
        return acceptedAt.get() != null;
    }

    /** Returns whether Altegio decided a call with this token that was sent after the given time. */
    public boolean wasAcceptedSince(long time) {
        Long at = acceptedAt.get();
        return at != null && at - time > 0;
    }

    @Override
    public String toString() {
        return "Token[hidden]";
    }
}
