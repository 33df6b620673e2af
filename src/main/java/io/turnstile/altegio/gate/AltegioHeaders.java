package io.turnstile.altegio.gate;

import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;

/** The headers that Altegio wants on every call, beside the token. */
final class AltegioHeaders {

    private AltegioHeaders() {}

    static void set(HttpMessage request) {
        request.setHeader(HttpHeaders.ACCEPT, "application/vnd.api.v2+json");
        request.setHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    }
}
