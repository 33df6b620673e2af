package io.turnstile.simulator;

import io.javalin.http.Context;
import io.turnstile.simulator.world.ApiError;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Check of every call to the {@code /simulator} routes: they need no token, so a web page that somebody only looks at must not
 * be able to call them from that person's browser, whether by its own name or by one that was made to lead here.
 */
final class ControlGuard {

    private static final Set<String> WITH_CONTENT = Set.of("POST", "PUT", "PATCH");

    /** An address, or a name without a dot: nobody elsewhere can make one of these lead here. */
    private static final Pattern OWN_HOST = Pattern.compile(
            "([a-z0-9_-]+|\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9a-f:.]+])\\.?(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final String host;

    /** @param host that the simulator was told to listen on: it may be called by that name */
    ControlGuard(String host) {
        this.host = host;
    }

    /** Returns why a call is refused, for people; empty if it is not. */
    Optional<ApiError> refusal(Context context) {
        String called = context.header("Host");
        if (called != null
                && !OWN_HOST.matcher(called).matches()
                && !withoutPort(called).equalsIgnoreCase(host)) {
            return Optional.of(
                    new ApiError(403, "call these routes by an address, such as 127.0.0.1, or by localhost"));
        }
        String site = context.header("Sec-Fetch-Site");
        boolean ours = site == null || site.equals("same-origin") || site.equals("none");
        if (!ours || !isOwn(context.header("Origin"), called)) {
            return Optional.of(new ApiError(403, "pages of other sites may not call these routes"));
        }
        if (WITH_CONTENT.contains(context.method().name()) && !isJson(context.contentType())) {
            return Optional.of(
                    new ApiError(415, "send 'Content-Type: application/json', also with a call that has no body"));
        }
        return Optional.empty();
    }

    private static String withoutPort(String authority) {
        return authority.replaceFirst(":\\d+$", "");
    }

    private static boolean isOwn(String origin, String called) {
        if (origin == null) {
            return true;
        }
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority != null && authority.equalsIgnoreCase(called);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isJson(String type) {
        return type != null && type.split(";")[0].strip().equalsIgnoreCase("application/json");
    }
}
