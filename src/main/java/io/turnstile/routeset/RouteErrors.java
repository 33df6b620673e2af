package io.turnstile.routeset;

import io.turnstile.config.SettingsException;
import java.lang.reflect.Method;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.NoSuchBeanException;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.component.bean.MethodNotFoundException;
import org.apache.camel.language.simple.types.SimpleIllegalSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Explanation, in one line for the person who wrote them, of what went wrong when the routes were loaded: where, what, and what
 * was meant.
 */
public final class RouteErrors {

    private static final Pattern YAML_PLACE = Pattern.compile("in (?:file:)?(\\S+), line (\\d+), column \\d+");
    private static final Pattern UNKNOWN_STEP = Pattern.compile("Unknown node id: (\\S+)");
    private static final Pattern UNKNOWN_KEY = Pattern.compile("Property with key \\[([^]]+)] not found");
    private static final Pattern UNKNOWN_OPTION = Pattern.compile("Unknown parameters=\\[\\{([^=}]+)=");
    private static final Pattern WRONG_VALUE = Pattern.compile(
            "Cannot convert the String value: (.*) to type: (\\S+)|Error parsing \\[(.*?)] as a (\\S+)\\.");

    private static final Pattern NO_STEPS = Pattern.compile("Definition has no children on (\\w+)");

    private final RouteFiles files;
    private final Path routes;

    private RouteErrors(RouteFiles files) {
        this.routes = files.folder();
        this.files = files;
    }

    /** Explains what went wrong where it does not matter what the files say. */
    public static SettingsException explain(Exception fault, Path routes) {
        return explain(fault, new RouteFiles(routes, new TreeMap<>()));
    }

    public static SettingsException explain(Exception fault, RouteFiles files) {
        return find(fault, SettingsException.class).orElseGet(() -> {
            SettingsException explained = new SettingsException(new RouteErrors(files).line(fault));
            explained.initCause(fault);
            return explained;
        });
    }

    private String line(Throwable fault) {
        Throwable root = root(fault);
        if (root instanceof NoSuchFileException || root instanceof NotDirectoryException) {
            return "There are no routes at " + root.getMessage()
                    + ": set turnstile.routes to the folder of the route files";
        }
        String said = String.valueOf(root.getMessage());
        Matcher place = YAML_PLACE.matcher(said);
        if (place.find()) {
            return meant(name(place.group(1)))
                    .orElseGet(() -> place.group(1) + ", line " + place.group(2) + ": " + yaml(said));
        }
        return find(fault, FailedToCreateRouteException.class)
                .map(failed -> inRoute(failed, fault, root))
                .orElseGet(() -> "The routes in " + routes + " could not be started: " + firstLine(said));
    }

    private static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** Says what the schema finds first in a file. */
    private Optional<String> meant(String name) {
        return YamlSchema.ofRoutes()
                .firstFault(files.texts().getOrDefault(name, ""))
                .map(found -> new RouteFiles.Place(files.path(name), found.line()) + ": " + found.what());
    }

    /** Says what the YAML parser said, without the places and the excerpts between. */
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

    private String inRoute(FailedToCreateRouteException failed, Throwable fault, Throwable root) {
        String id = failed.getRouteId();
        String end = " (route " + id + ")";
        String said = firstLine(String.valueOf(root.getMessage()));
        Optional<NoSuchBeanException> bean = find(fault, NoSuchBeanException.class);
        if (bean.isPresent()) {
            String name = bean.get().getName();
            return place(id, ": " + name, "#" + name) + ": there is no bean '" + name + "'" + end;
        }
        Optional<MethodNotFoundException> method = find(fault, MethodNotFoundException.class);
        if (method.isPresent()) {
            return method(id, method.get()) + end;
        }
        Optional<NoSuchEndpointException> endpoint = find(fault, NoSuchEndpointException.class);
        if (endpoint.isPresent()) {
            String component = endpoint.get().getUri().split(":", 2)[0];
            return place(id, component + ":") + ": there is no component '" + component + "'" + end;
        }
        Matcher key = UNKNOWN_KEY.matcher(said);
        if (key.find()) {
            return place(id, "{{" + key.group(1)) + ": {{" + key.group(1) + "}} is not set; set " + key.group(1)
                    + " in config/application.properties" + end;
        }
        Optional<ResolveEndpointFailedException> unresolved = find(fault, ResolveEndpointFailedException.class);
        Matcher option = UNKNOWN_OPTION.matcher(String.valueOf(root.getMessage()));
        if (unresolved.isPresent() && option.find()) {
            String component = unresolved.get().getUri().split(":", 2)[0];
            return place(id, option.group(1) + ":", option.group(1) + "=") + ": " + component + ": has no parameter '"
                    + option.group(1) + "'" + DidYouMean.oneOf(ComponentOptions.of(component), option.group(1)) + end;
        }
        Optional<SimpleIllegalSyntaxException> expression = find(fault, SimpleIllegalSyntaxException.class);
        if (expression.isPresent()) {
            return place(id, firstLine(String.valueOf(expression.get().getExpression()))) + ": " + said + end;
        }
        for (Throwable each = fault; each != null && each != each.getCause(); each = each.getCause()) {
            Matcher value = WRONG_VALUE.matcher(String.valueOf(each.getMessage()));
            if (value.find()) {
                String text = value.group(1) == null ? value.group(3) : value.group(1);
                String type = name((value.group(2) == null ? value.group(4) : value.group(2)).replace('.', '/'));
                return place(id, text) + ": '" + text + "' is no " + type + end;
            }
        }
        if (unresolved.isPresent()) {
            String uri = unresolved.get().getUri().replace("://", ":").split("\\?", 2)[0];
            return place(id, uri) + ": " + said + end;
        }
        Matcher childless = NO_STEPS.matcher(said);
        if (childless.find()) {
            String step = childless.group(1).substring(0, 1).toLowerCase(Locale.ROOT)
                    + childless.group(1).substring(1);
            return place(id, step + ":") + ": there are no steps in '" + step + "'" + end;
        }
        if (root instanceof NullPointerException) {
            return place(id) + ": a step of this route lacks something that it needs, its expression perhaps" + end;
        }
        RouteFiles.Place route = files.routes(id).stream().findFirst().orElse(null);
        Optional<String> meant =
                route == null ? Optional.empty() : meant(name(route.file().toString()));
        return meant.orElseGet(() -> place(id) + ": " + said + end);
    }

    private String method(String id, MethodNotFoundException fault) {
        String name = fault.getMethodName();
        List<String> known = Stream.ofNullable(fault.getBean())
                .flatMap(bean -> Arrays.stream(bean.getClass().getMethods()))
                .filter(each -> each.getDeclaringClass() != Object.class)
                .map(Method::getName)
                .toList();
        return place(id, "method: " + name, name) + ": the bean has no method '" + name + "'"
                + DidYouMean.oneOf(known, name);
    }

    /** Returns the first place within a route where one of the texts stands; the route's if none does. */
    private String place(@Nullable String routeId, String... culprits) {
        Optional<RouteFiles.Place> route = files.routes(routeId).stream().findFirst();
        if (route.isEmpty()) {
            return routes.toString();
        }
        for (String culprit : culprits) {
            RouteFiles.Place found = files.find(route.get(), culprit);
            if (!found.equals(route.get())) {
                return found.toString();
            }
        }
        return route.get().toString();
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
