package io.turnstile.routeset;

import io.turnstile.config.SettingsException;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Endpoint;
import org.apache.camel.Route;

/** Search for {@code direct:} and {@code seda:} names that a route calls and with which none begins: Camel finds them only when they are called. */
final class DeadLinks {

    private DeadLinks() {}

    /** @throws SettingsException in one line, if there is one */
    static void requireNone(RouteSet set) {
        Set<String> begun = new TreeSet<>();
        for (Route route : set.context().getRoutes()) {
            begun.add(name(route.getEndpoint()));
        }
        for (Endpoint endpoint : set.context().getEndpoints()) {
            String name = name(endpoint);
            if (name.matches("(direct|seda):.*") && !begun.contains(name)) {
                RouteFiles.Place place = set.files().find(name);
                throw new SettingsException((place == null ? set.files().folder() : place) + ": no route begins with "
                        + name + DidYouMean.oneOf(begun, name));
            }
        }
    }

    private static String name(Endpoint endpoint) {
        return endpoint.getEndpointUri().replace("://", ":").split("\\?", 2)[0];
    }
}
