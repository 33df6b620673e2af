package io.turnstile.altegio.gate.auth;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Credentials with which Altegio lets Turnstile in. Neither kind ever prints what it holds. */
public sealed interface Credentials {

    /**
     * A partner token and a user token that do not change while Turnstile runs.
     *
     * @param partnerToken not blank
     * @param userToken null or blank for calls under the partner token alone
     */
    record FixedToken(String partnerToken, @Nullable String userToken) implements Credentials {
        public FixedToken {
            requireText(partnerToken, "partner token");
        }

        /** Returns whether there is a user token beside the partner's. */
        boolean hasUser() {
            return userToken != null && !userToken.isBlank();
        }

        @Override
        public String toString() {
            return "FixedToken[hidden]";
        }
    }

    /**
     * A partner token, and a login and password with which the user token is fetched when it is needed.
     *
     * @param partnerToken not blank
     * @param login not blank
     * @param password not blank
     */
    record Login(String partnerToken, String login, String password) implements Credentials {
        public Login {
            requireText(partnerToken, "partner token");
            requireText(login, "login");
            requireText(password, "password");
        }

        @Override
        public String toString() {
            return "Login[hidden]";
        }
    }

    private static void requireText(String value, String name) {
        if (Objects.requireNonNullElse(value, "").isBlank()) {
            throw new IllegalArgumentException("The " + name + " is missing");
        }
    }
}
