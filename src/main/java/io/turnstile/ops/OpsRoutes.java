package io.turnstile.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.turnstile.ops.access.Access;
import io.turnstile.ops.access.Doorkeeper;
import io.turnstile.ops.access.Role;
import java.util.Map;

/** Answers the paths: the console's files and health to everybody, metrics to those who may look. */
final class OpsRoutes {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String JSON_TYPE = "application/json; charset=utf-8";

    /** No page of others may show or read these, nothing in them is run or guessed at, and nobody keeps them. */
    private static final Map<String, String> HEADERS = Map.of(
            "X-Content-Type-Options", "nosniff",
            "X-Frame-Options", "DENY",
            "Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    private final OpsParts parts;
    private final Metrics metrics;
    private final Doorkeeper doorkeeper;

    OpsRoutes(OpsParts parts, Metrics metrics, Access access) {
        this.parts = parts;
        this.metrics = metrics;
        this.doorkeeper = new Doorkeeper(access);
    }

    void addTo(RoutesConfig routes) {
        routes.before(context -> HEADERS.forEach(context::header));
        new ConsolePage().addTo(routes);
        routes.get("/health/live", context -> answer(context, parts.live()));
        routes.get("/health/ready", context -> answer(context, parts.readiness()));
        routes.get("/metrics", this::metrics);
    }

    private static void answer(Context context, Health health) throws JsonProcessingException {
        context.status(health.isUp() ? 200 : 503).contentType(JSON_TYPE).result(JSON.writeValueAsBytes(health));
    }

    private void metrics(Context context) {
        doorkeeper.admit(context, Role.VIEWER);
        context.contentType(Metrics.TYPE).result(metrics.text());
    }
}
