package io.turnstile.app;

import io.turnstile.config.SettingsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.jspecify.annotations.Nullable;

/**
 * Explanation, in one line for the person who wrote them, of what went wrong when the routes were started: where, and what.
 */
public final class RouteErrors {

    private static final Pattern YAML_PLACE = Pattern.compile("in (?:file:)?(\\S+), line (\\d+), column \\d+");
    private static final Pattern UNKNOWN_STEP = Pattern.compile("Unknown node id: (\\S+)");
    private static final Pattern UNKNOWN_KEY = Pattern.compile("Property with key \\[([^]]+)] not found");
    private static final Pattern DUPLICATE_ID = Pattern.compile("Duplicate route ids detected: ([^,\\s]+?)\\.?\\s");

    private final RouteFiles files;
    private final Path routes;

    private RouteErrors(Path routes) {
        this.routes = routes;
        this.files = new RouteFiles(routes);
    }

    public static SettingsException explain(Exception fault, Path routes) {
        return find(fault, SettingsException.class).orElseGet(() -> {
            SettingsException explained = new SettingsException(new RouteErrors(routes).line(fault));
            explained.initCause(fault);
            return explained;
        });
    }

    private String line(Throwable fault) {
        Throwable root = root(fault);
        if (root instanceof NoSuchFileException missing) {
            return "There are no routes at " + missing.getFile()
                    + ": set turnstile.routes to the folder of the route files";
        }
        String said = String.valueOf(root.getMessage());
        Matcher place = YAML_PLACE.matcher(said);
        if (place.find()) {
            return place.group(1) + ", line " + place.group(2) + ": " + yaml(said);
        }
        Matcher duplicate = DUPLICATE_ID.matcher(said);
        if (duplicate.find()) {
            return duplicate(duplicate.group(1));
        }
        return find(fault, FailedToCreateRouteException.class)
                .map(failed -> inRoute(failed.getRouteId(), fault, root))
                .orElseGet(() -> "The routes in " + routes + " could not be started: " + firstLine(said));
    }

    /** Returns what the YAML parser said, without the places and the excerpts between. */
    private static String yaml(String said) {
        Matcher step = UNKNOWN_STEP.matcher(said);
        if (step.find()) {
            return "there is no step or key '" + step.group(1) + "' here";
        }
        return "not readable as YAML: "
                + said.lines()
                        .filter(line -> !line.isBlank() && !Character.isWhitespace(line.charAt(0)))
                        .collect(Collectors.joining(", "));
    }

    private String duplicate(String id) {
        List<String> places =
                files.routes(id).stream().map(RouteFiles.Place::toString).toList();
        return "Two routes have the id '" + id + "': " + (places.isEmpty() ? routes : String.join(" and ", places));
    }

    private String inRoute(@Nullable String routeId, Throwable fault, Throwable root) {
        Optional<NoSuchBeanException> bean = find(fault, NoSuchBeanException.class);
        if (bean.isPresent()) {
            String name = bean.get().getName();
            return place(routeId, name) + ": there is no bean '" + name + "' (route " + routeId + ")";
        }
        Optional<NoSuchEndpointException> endpoint = find(fault, NoSuchEndpointException.class);
        if (endpoint.isPresent()) {
            String component = endpoint.get().getUri().split(":", 2)[0];
            return place(routeId, component + ":") + ": there is no component '" + component + "' (route " + routeId
                    + ")";
        }
        Matcher key = UNKNOWN_KEY.matcher(String.valueOf(root.getMessage()));
        if (key.find()) {
            return place(routeId, "{{" + key.group(1)) + ": {{" + key.group(1) + "}} is not set; set " + key.group(1)
                    + " in config/application.properties (route " + routeId + ")";
        }
        Optional<ResolveEndpointFailedException> unresolved = find(fault, ResolveEndpointFailedException.class);
        if (unresolved.isPresent()) {
            String uri = unresolved.get().getUri().replace("://", ":").split("\\?", 2)[0];
            return place(routeId, uri) + ": " + firstLine(String.valueOf(root.getMessage())) + " (route " + routeId
                    + ")";
        }
        return place(routeId, null) + ": " + firstLine(String.valueOf(root.getMessage())) + " (route " + routeId + ")";
    }

    private String place(@Nullable String routeId, @Nullable String culprit) {
        return files.routes(routeId).stream()
                .findFirst()
                .map(route -> files.find(route, culprit).toString())
                .orElseGet(routes::toString);
    }

    private static <T extends Throwable> Optional<T> find(Throwable fault, Class<T> type) {
        for (Throwable each = fault; each != null && each != each.getCause(); each = each.getCause()) {
            if (type.isInstance(each)) {
                return Optional.of(type.cast(each));
            }
        }
        return Optional.empty();
    }

    private static Throwable root(Throwable fault) {
        Throwable root = fault;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse(text);
    }
}
