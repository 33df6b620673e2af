package io.turnstile.simulator;

import java.time.Duration;
import java.util.Objects;

/**
 * Says whom the API lets in.
 *
 * @param partnerToken default {@code sim-partner}
 * @param userToken the first user token, default {@code sim-user}; later ones are {@code sim-user-2}, {@code -3} ...
 * @param login for {@code POST /auth}, default {@code sim-login}
 * @param password for {@code POST /auth}, default {@code sim-password}
 * @param tokenShape where {@code POST /auth} puts the token, default {@link TokenShape#TOP}
 * @param userTokenLifetime how long a user token is good for; zero, the default, = until it is revoked
 */
public record Credentials(
        String partnerToken,
        String userToken,
        String login,
        String password,
        TokenShape tokenShape,
        Duration userTokenLifetime) {

    public Credentials {
        Objects.requireNonNull(login, "login");
        Objects.requireNonNull(password, "password");
        Objects.requireNonNull(tokenShape, "tokenShape");
        if (partnerToken.isBlank() || userToken.isBlank() || userTokenLifetime.isNegative()) {
            throw new IllegalArgumentException("tokens must not be blank, their lifetime not negative");
        }
    }

    public static Credentials defaults() {
        return new Credentials("sim-partner", "sim-user", "sim-login", "sim-password", TokenShape.TOP, Duration.ZERO);
    }

    public Credentials withTokenShape(TokenShape shape) {
        return new Credentials(partnerToken, userToken, login, password, shape, userTokenLifetime);
    }

    public Credentials withUserTokenLifetime(Duration lifetime) {
        return new Credentials(partnerToken, userToken, login, password, tokenShape, lifetime);
    }
}
