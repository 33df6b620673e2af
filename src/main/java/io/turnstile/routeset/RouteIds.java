package io.turnstile.routeset;

import io.turnstile.config.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Rules that hold for the files as such, and that Camel does not keep: no file says nothing, no two routes have one id. */
final class RouteIds {

    private RouteIds() {}

    /** @throws SettingsException in one line, if a file holds no routes or an id is used twice */
    static void requireSound(RouteFiles files) {
        SortedMap<String, RouteFiles.Place> seen = new TreeMap<>();
        for (Map.Entry<String, String> file : files.texts().entrySet()) {
            Optional<Node> root = RouteYaml.parse(file.getValue());
            if (isSilent(file.getValue()) || (root.isPresent() && !(root.get() instanceof SequenceNode))) {
                throw new SettingsException(files.path(file.getKey())
                        + ", line 1: there are no routes here: begin each with '- route:', or remove the file");
            }
            for (RouteYaml.Entry item : root.map(RouteYaml::entries).orElse(List.of())) {
                id(item).ifPresent(id -> {
                    RouteFiles.Place place = new RouteFiles.Place(files.path(file.getKey()), id.line());
                    RouteFiles.Place before = seen.put(RouteYaml.scalar(id.value()), place);
                    if (before != null) {
                        throw new SettingsException("Two routes have the id '" + RouteYaml.scalar(id.value()) + "': "
                                + before + " and " + place);
                    }
                });
            }
        }
    }

    private static boolean isSilent(String text) {
        return text.lines().allMatch(line -> line.isBlank() || line.strip().startsWith("#"));
    }

    private static Optional<RouteYaml.Entry> id(RouteYaml.Entry item) {
        Node route = RouteYaml.get(item.value(), "route");
        return route == null
                ? Optional.empty()
                : RouteYaml.entries(route).stream()
                        .filter(entry -> entry.key().equals("id"))
                        .findFirst();
    }
}
