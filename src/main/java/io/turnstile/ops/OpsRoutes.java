package io.turnstile.ops;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.turnstile.ops.access.Doorkeeper;
import io.turnstile.ops.access.Role;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Paths beside the REST: the console's files for everybody, metrics for those who may look. */
final class OpsRoutes {

    private final Metrics metrics;

    OpsRoutes(Metrics metrics) {
        this.metrics = metrics;
    }

    void addTo(RoutesConfig routes) {
        new ConsolePage().addTo(routes);
        routes.get("/metrics", this::metrics);
    }

    private void metrics(Context context) {
        Doorkeeper.admit(ServletContextRequest.getServletContextRequest(context.req()), Role.VIEWER);
        context.contentType(Metrics.TYPE).result(metrics.text());
    }
}
