package io.turnstile.routeset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Part of the route files that stays as it was at the start: the routes that read requests, and what they are made with. */
final class IntakeRoutes {

    private static final String CLIENTS = "intakeClients";

    private IntakeRoutes() {}

    /** Returns which files hold a change that takes a restart, in one line; nothing if none does. Layout and comments do not count. */
    static Optional<String> differ(RouteFiles running, RouteFiles saved) {
        SortedMap<String, List<Object>> before = parts(running);
        SortedMap<String, List<Object>> after = parts(saved);
        TreeSet<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> String.valueOf(before.get(name)).equals(String.valueOf(after.get(name))));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of("Restart to let the changed routes that read requests take effect: "
                        + String.join(", ", names));
    }

    private static SortedMap<String, List<Object>> parts(RouteFiles files) {
        SortedMap<String, List<Object>> parts = new TreeMap<>();
        files.texts().forEach((name, text) -> {
            Object read = new Load(LoadSettings.builder().build()).loadFromString(text);
            for (Object item : read instanceof List<?> list ? list : List.of()) {
                if (item instanceof Map<?, ?> map
                        && (map.containsKey("routeConfiguration")
                                || map.toString().contains(CLIENTS))) {
                    parts.computeIfAbsent(name, any -> new ArrayList<>()).add(item);
                }
            }
        });
        return parts;
    }
}
