package io.turnstile.app;

import io.turnstile.http.HealthResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckRepository;

/** Health of the routes, as Camel's own checks see it: down until all are started, and while one is stopped. */
final class RouteHealth {

    private static final String NAME = "routes";

    private final Supplier<Optional<CamelContext>> started;

    /** @param started gives Camel once all routes were started */
    RouteHealth(Supplier<Optional<CamelContext>> started) {
        this.started = started;
    }

    List<HealthResult> look() {
        return List.of(started.get()
                .map(RouteHealth::of)
                .orElseGet(() -> HealthResult.down(NAME, "are loaded and started, which takes some seconds")));
    }

    private static HealthResult of(CamelContext camel) {
        HealthCheckRepository routes =
                (HealthCheckRepository) HealthCheckRegistry.get(camel).resolveById(NAME);
        List<String> stopped = routes.stream()
                .map(HealthCheck::call)
                .filter(each -> each.getState() == HealthCheck.State.DOWN)
                .map(each -> String.valueOf(each.getDetails().get("route.id")))
                .sorted()
                .toList();
        return stopped.isEmpty()
                ? HealthResult.up(NAME, camel.getRoutesSize() + " run")
                : HealthResult.down(NAME, stopped.stream().collect(Collectors.joining(", ", "stopped: ", "")));
    }
}
