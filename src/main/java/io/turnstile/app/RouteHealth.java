package io.turnstile.app;

import io.turnstile.http.HealthResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Health of the routes: down until all are started, and while one is stopped. */
final class RouteHealth {

    private static final String NAME = "routes";

    private final Supplier<Optional<SortedMap<String, Boolean>>> started;

    /** @param started gives the ids of all routes, and whether each runs, once they were started */
    RouteHealth(Supplier<Optional<SortedMap<String, Boolean>>> started) {
        this.started = started;
    }

    List<HealthResult> look() {
        return List.of(started.get()
                .map(RouteHealth::of)
                .orElseGet(() -> HealthResult.down(NAME, "are loaded and started, which takes some seconds")));
    }

    private static HealthResult of(SortedMap<String, Boolean> runs) {
        List<String> stopped = runs.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(Map.Entry::getKey)
                .toList();
        return stopped.isEmpty()
                ? HealthResult.up(NAME, runs.size() + " run")
                : HealthResult.down(NAME, stopped.stream().collect(Collectors.joining(", ", "stopped: ", "")));
    }
}
