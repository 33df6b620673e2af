package io.turnstile.cli.client;

import io.turnstile.cli.text.UsageException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** Paths of the REST. */
public final class Paths {

    private Paths() {}

    public static String letter(String id) {
        return "/api/dead-letters/" + encoded(id);
    }

    public static String job(String id) {
        return "/api/jobs/" + encoded(id);
    }

    private static String encoded(String part) {
        if (part.isEmpty()) {
            throw new UsageException("The id is empty: give one as list shows it");
        }
        return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
