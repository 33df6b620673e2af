package io.turnstile.cli.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Options for which dead letters are meant: those that fit everything that is given. */
public final class FilterOptions {

    @Option(names = "--kind", paramLabel = "KIND", description = "rejected, malformed or failed.")
    private String kind;

    @Option(names = "--reason", paramLabel = "REASON", description = "Why, such as NOT_ENOUGH_VISITS.")
    private String reason;

    @Option(names = "--location", paramLabel = "ID", description = "Of one location.")
    private Long location;

    @Option(names = "--client", paramLabel = "ID", description = "Of one client.")
    private Long client;

    @Option(names = "--event", paramLabel = "ID", description = "Of one event.")
    private Long event;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "Decided then or later: 2h or 7d (ago), 2026-11-23 (UTC), or 2026-11-23T10:15:00Z.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Decided before then.")
    private String until;

    @Option(
            names = "--text",
            paramLabel = "WORDS",
            description = "Words that message, request id or key have, each as the start of a word.")
    private String text;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "open, replayed, discarded or all (default: open).")
    private String status;

    boolean isEmpty() {
        return given().isEmpty();
    }

    /** Returns whether letters may be meant about which something was done. */
    public boolean isAboutMoreThanOpen() {
        return status != null && !status.equals("open");
    }

    /** Returns the parameters of an address, with those given besides. */
    public String query(String... others) {
        Map<String, Object> all = given();
        for (int i = 0; i < others.length; i += 2) {
            if (others[i + 1] != null) {
                all.put(others[i], others[i + 1]);
            }
        }
        return all.entrySet().stream()
                .map(each ->
                        each.getKey() + "=" + URLEncoder.encode(each.getValue().toString(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&", all.isEmpty() ? "" : "?", ""));
    }

    /** Returns the filter of an order. */
    ObjectNode json() {
        ObjectNode json = TurnstileClient.JSON.createObjectNode();
        given().forEach((name, value) -> {
            if (value instanceof Long id) {
                json.put(name + "_id", id);
            } else {
                json.put(name, value.toString());
            }
        });
        return json;
    }

    private Map<String, Object> given() {
        Map<String, Object> given = new LinkedHashMap<>();
        put(given, "status", status);
        put(given, "kind", kind);
        put(given, "reason", reason);
        put(given, "location", location);
        put(given, "client", client);
        put(given, "event", event);
        put(given, "since", since);
        put(given, "until", until);
        put(given, "text", text);
        return given;
    }

    private static void put(Map<String, Object> given, String name, Object value) {
        if (value != null) {
            given.put(name, value);
        }
    }
}
