package io.turnstile.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Role;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Paths beside the REST: the console's files for everybody, metrics for those who may look. */
final class PageRoutes {

    private final Metrics metrics;

    PageRoutes(Metrics metrics) {
        this.metrics = metrics;
    }

    void addTo(RoutesConfig routes) {
        new ConsolePage().addTo(routes);
        routes.get("/metrics", this::metrics);
    }

    private void metrics(Context context) {
        AccessGuard.admit(ServletContextRequest.getServletContextRequest(context.req()), Role.VIEWER);
        context.contentType(Metrics.TYPE).result(metrics.text());
    }
}
