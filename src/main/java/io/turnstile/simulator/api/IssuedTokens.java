package io.turnstile.simulator.api;

import java.time.Clock;
import java.time.Instant;

/** Tokens that are good, and new ones. Safe for any number of threads. */
public final class IssuedTokens {
    private final AcceptedCredentials credentials;
    private final Clock clock;
    private int generation = 1;
    private Instant issuedAt;
    private boolean revoked;

    public IssuedTokens(AcceptedCredentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
        this.issuedAt = clock.instant();
    }

    /** Revokes the user token, as a changed password does: it gets 401, and {@code POST /auth} gives a new one. */
    public synchronized void revoke() {
        revoked = true;
    }

    /** Returns whether a call with this Authorization header may do anything but ask for a user token. */
    synchronized boolean admitsUser(String authorization) {
        return current() && authorization.equals(partner() + ", User " + token());
    }

    /** Returns whether a call with this Authorization header may ask for a user token. */
    boolean admitsPartner(String authorization) {
        return authorization.equals(partner()) || authorization.startsWith(partner() + ",");
    }

    /** Returns whether this Authorization header holds the partner token and no user token. */
    boolean isPartnerAlone(String authorization) {
        return authorization.equals(partner());
    }

    boolean knows(String login, String password) {
        return credentials.login().equals(login) && credentials.password().equals(password);
    }

    TokenShape shape() {
        return credentials.tokenShape();
    }

    /** Returns the user token that is good now; a new one if the last was revoked or has expired. */
    public synchronized String issue() {
        if (!current()) {
            generation++;
            issuedAt = clock.instant();
            revoked = false;
        }
        return token();
    }

    private boolean current() {
        boolean expires = !credentials.userTokenLifetime().isZero();
        return !revoked && !(expires && !clock.instant().isBefore(issuedAt.plus(credentials.userTokenLifetime())));
    }

    private String partner() {
        return "Bearer " + credentials.partnerToken();
    }

    private String token() {
        return generation == 1 ? credentials.userToken() : credentials.userToken() + "-" + generation;
    }
}
