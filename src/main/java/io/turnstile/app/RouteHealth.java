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
    private final Supplier<List<String>> warnings;

    /**
     * Makes a health that asks whenever it is looked at.
     *
     * @param started gives the ids of all routes, and whether each runs, once they were started
     * @param warnings what somebody has to do about saved files; bookings pass all the same
     */
    RouteHealth(Supplier<Optional<SortedMap<String, Boolean>>> started, Supplier<List<String>> warnings) {
        this.started = started;
        this.warnings = warnings;
    }

    List<HealthResult> look() {
        return List.of(started.get()
                .map(this::of)
                .orElseGet(() -> HealthResult.down(NAME, "are loaded and started, which takes some seconds")));
    }

    private HealthResult of(SortedMap<String, Boolean> runs) {
        List<String> stopped = runs.entrySet().stream()
                .filter(each -> !each.getValue())
                .map(Map.Entry::getKey)
                .toList();
        if (!stopped.isEmpty()) {
            return HealthResult.down(NAME, stopped.stream().collect(Collectors.joining(", ", "stopped: ", "")));
        }
        List<String> now = warnings.get();
        return HealthResult.up(
                NAME, runs.size() + " run" + (now.isEmpty() ? "" : "; WARNING: " + String.join("; ", now)));
    }
}
