package io.turnstile.http;

import io.turnstile.http.access.Problem;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers that are given without Javalin, and the headers of all answers. */
final class RawReplies {

    /** No page of others may show or read these, nothing in them is run or guessed at, and nobody keeps them. */
    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private RawReplies() {}

    static void addHeaders(Response response) {
        HEADERS.forEach(response.getHeaders()::put);
    }

    static void send(Response response, Callback callback, int status, String type, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, type);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    static void send(Response response, Callback callback, Problem problem) {
        switch (problem.status()) {
            case 401 -> response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer realm=\"turnstile\"");
            case 429, 503 -> response.getHeaders().put(HttpHeader.RETRY_AFTER, 30);
            default -> {}
        }
        send(response, callback, problem.status(), Problem.TYPE, problem.json());
    }
}
