package io.turnstile.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Names paths of the REST. */
final class Paths {

    private Paths() {}

    static String letter(String id) {
        return "/api/dead-letters/" + encoded(id);
    }

    static String job(String id) {
        return "/api/jobs/" + encoded(id);
    }

    private static String encoded(String part) {
        if (part.isEmpty()) {
            throw new UsageException("The id is empty: give one as list shows it");
        }
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
