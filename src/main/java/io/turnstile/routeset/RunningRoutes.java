package io.turnstile.routeset;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.model.RouteDefinition;

/** What routes run, from which file and since when, and what was refused of what was saved. Thread-safe. */
public final class RunningRoutes {

    private final RouteSwitch sets;
    private final Clock clock;
    private final Instant started;
    private final Map<String, Instant> replacedAt = new ConcurrentHashMap<>();
    private volatile Optional<RouteRefusal> refused = Optional.empty();
    private volatile Optional<String> restart = Optional.empty();

    RunningRoutes(RouteSwitch sets, Clock clock) {
        this.sets = sets;
        this.clock = clock;
        this.started = clock.instant();
    }

    /**
     * Route that runs.
     *
     * @param line where it stands in its file; 0 if that is not known
     * @param since from when on it has been as it is in its file
     */
    public record Running(String id, String description, String file, int line, Instant since) {}

    /** Returns the routes that run: those that read requests, and those of the current set. */
    public List<Running> routes() {
        List<Running> running = new ArrayList<>();
        RouteSet first = sets.first();
        RouteSet current = sets.current();
        first.context().getRoutes().stream().filter(first::isIntake).forEach(route -> running.add(of(first, route)));
        current.context().getRoutes().stream()
                .filter(route -> !current.isIntake(route))
                .forEach(route -> running.add(of(current, route)));
        return running;
    }

    private Running of(RouteSet set, Route route) {
        RouteDefinition definition = set.context().getRouteDefinition(route.getId());
        String location = String.valueOf(definition.getLocation());
        String file = location.substring(location.lastIndexOf('/') + 1);
        return new Running(
                route.getId(),
                Optional.ofNullable(route.getDescription()).orElse(""),
                file,
                Math.max(0, definition.getLineNumber()),
                set.isIntake(route) ? started : replacedAt.getOrDefault(file, started));
    }

    public Optional<RouteRefusal> refused() {
        return refused;
    }

    /** Returns a line for each thing that somebody has to do so that what was saved takes effect. */
    public List<String> warnings() {
        return Stream.concat(
                        refused
                                .map(each -> "Saved route files are not used, and those that run stay: " + each.why())
                                .stream(),
                        restart.stream())
                .toList();
    }

    /** Returns what takes a restart, in one line. */
    public Optional<String> restart() {
        return restart;
    }

    /** Returns how many bookings still end in routes that were replaced. */
    public int endingInEarlierRoutes() {
        return sets.underWayInEarlierSets();
    }

    void replaced(RouteFiles before) {
        Instant now = clock.instant();
        RouteFiles files = sets.current().files();
        files.texts().forEach((name, text) -> {
            if (!text.equals(before.texts().get(name))) {
                replacedAt.put(name, now);
            }
        });
        restart = IntakeRoutes.differ(sets.first().files(), files);
    }

    void refused(String why) {
        if (refused.isEmpty() || !refused.get().why().equals(why)) {
            refused = Optional.of(RouteRefusal.of(why, clock.instant()));
        }
    }

    void sound() {
        refused = Optional.empty();
    }
}
