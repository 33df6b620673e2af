package io.turnstile.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Forms of names and addresses of hosts. */
final class HostNames {

    /** As Kafka reads it: a scheme is allowed, and an IPv6 address is in brackets. */
    private static final Pattern BROKER =
            Pattern.compile("(?:[A-Za-z0-9_]+://)?(?:\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9._-]+):(\\d{1,5})");

    private static final Pattern HOST = Pattern.compile("\\[[0-9A-Fa-f:.%]+]|[A-Za-z0-9_-][A-Za-z0-9._-]*");
    private static final int LAST_PORT = 65_535;

    private HostNames() {}

    static boolean isHost(String text) {
        return HOST.matcher(text).matches();
    }

    /** Returns whether it is a host, or with a dot before it all hosts below one. */
    static boolean isHostOrDomain(String text) {
        return isHost(text.startsWith(".") ? text.substring(1) : text);
    }

    static boolean isBroker(String text) {
        Matcher parts = BROKER.matcher(text);
        return parts.matches() && isPort(Integer.parseInt(parts.group(1)));
    }

    static boolean isPort(int port) {
        return port > 0 && port <= LAST_PORT;
    }
}
