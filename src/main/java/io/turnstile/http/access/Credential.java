package io.turnstile.http.access;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Token or session that a caller shows. */
record Credential(Kind kind, String text) {

    private static final String SCHEME = "Bearer ";

    Credential {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(text);
    }

    /** Way in which it came. */
    enum Kind {
        BEARER("Authorization header"),
        COOKIE("session cookie"),
        FORM("sign-in");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /** Returns what a call shows: a token before a session. Other schemes are the proxy's business. */
    static Optional<Credential> of(Request request) {
        String authorization = request.getHeaders().get(HttpHeader.AUTHORIZATION);
        if (authorization != null && authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Optional.of(new Credential(
                    Kind.BEARER, authorization.substring(SCHEME.length()).strip()));
        }
        return cookies(request).findFirst().map(value -> new Credential(Kind.COOKIE, value));
    }

    /** Returns the sessions that a call shows. */
    static Stream<String> cookies(Request request) {
        return Request.getCookies(request).stream()
                .filter(cookie -> cookie.getName().equals(SessionCookies.NAME))
                .map(HttpCookie::getValue)
                .filter(value -> !value.isEmpty());
    }

    static Credential ofForm(String token) {
        return new Credential(Kind.FORM, token);
    }
}
