package io.turnstile.altegio.gate.call;

import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;

/** The headers that Altegio wants on every call, beside the token. */
public final class AltegioHeaders {

    private AltegioHeaders() {}

    public static void set(HttpMessage request) {
        request.setHeader(HttpHeaders.ACCEPT, "application/vnd.api.v2+json");
        request.setHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    }
}
