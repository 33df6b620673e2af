package io.turnstile.simulator.api;

import java.time.Duration;
import java.util.Objects;

/**
 * Credentials that the API lets in.
 *
 * @param partnerToken default {@code sim-partner}
 * @param userToken the first user token, default {@code sim-user}; later ones are {@code sim-user-2}, {@code -3} ...
 * @param login for {@code POST /auth}, default {@code sim-login}
 * @param password for {@code POST /auth}, default {@code sim-password}
 * @param tokenShape where {@code POST /auth} puts the token, default {@link TokenShape#TOP}
 * @param userTokenLifetime how long a user token is good for; zero, the default, = until it is revoked
 */
public record AcceptedCredentials(
        String partnerToken,
        String userToken,
        String login,
        String password,
        TokenShape tokenShape,
        Duration userTokenLifetime) {

    public AcceptedCredentials {
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(tokenShape, "tokenShape");
        if (partnerToken.isBlank() || userToken.isBlank() || userTokenLifetime.isNegative()) {
            throw new IllegalArgumentException("tokens must not be blank, their lifetime not negative");
        }
    }

    public static AcceptedCredentials defaults() {
        return new AcceptedCredentials(
                "sim-partner", "sim-user", "sim-login", "sim-password", TokenShape.TOP, Duration.ZERO);
    }

    public AcceptedCredentials withTokenShape(TokenShape shape) {
        return new AcceptedCredentials(partnerToken, userToken, login, password, shape, userTokenLifetime);
    }

    public AcceptedCredentials withUserTokenLifetime(Duration lifetime) {
        return new AcceptedCredentials(partnerToken, userToken, login, password, tokenShape, lifetime);
    }
}
