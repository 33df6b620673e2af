package io.turnstile.routeset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * Camel's schema of route files, which names each key that may stand in a place. Camel itself decides whether a file is sound;
 * the schema, of canonical notation only, says what was meant where it is not.
 */
final class RouteSchema {

    private static final String FILE = "/schema/camelYamlDsl-canonical.json";

    private final JsonNode root;

    RouteSchema() {
        try (InputStream in = RouteSchema.class.getResourceAsStream(FILE)) {
            root = new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is wrong on a line; the first is 1. */
    record Fault(int line, String what) {}

    /** Returns the first thing in a file that is not as the schema has it. */
    Optional<Fault> firstFault(String text) {
        return RouteYaml.parse(text).flatMap(node -> fault(node, root, "the file"));
    }

    private Optional<Fault> fault(Node node, JsonNode type, String where) {
        JsonNode schema = resolved(type);
        if (node instanceof SequenceNode && schema.has("items")) {
            return RouteYaml.entries(node).stream()
                    .flatMap(item -> fault(item.value(), schema.path("items"), where).stream())
                    .findFirst();
        }
        if (node instanceof MappingNode && schema.has("properties")) {
            return mapping(node, schema, where);
        }
        return node instanceof ScalarNode && schema.has("enum") ? value(node, schema) : Optional.empty();
    }

    private Optional<Fault> mapping(Node node, JsonNode schema, String where) {
        List<RouteYaml.Entry> entries = RouteYaml.entries(node);
        List<String> keys = entries.stream().map(RouteYaml.Entry::key).toList();
        List<String> known = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(known::add);
        boolean closed = !schema.path("additionalProperties").asBoolean(true);
        for (RouteYaml.Entry entry : entries) {
            if (closed && !known.contains(entry.key())) {
                return Optional.of(new Fault(
                        entry.line(),
                        "there is no step or key '" + entry.key() + "' in " + where
                                + DidYouMean.oneOf(known, entry.key())));
            }
            Optional<Fault> deeper =
                    fault(entry.value(), schema.path("properties").path(entry.key()), entry.key());
            if (deeper.isPresent()) {
                return deeper;
            }
        }
        if (schema.has("maxProperties")
                && keys.size() > schema.path("maxProperties").asInt()) {
            return Optional.of(new Fault(
                    RouteYaml.line(node),
                    "one step has the keys " + String.join(", ", keys) + ": check the indentation"));
        }
        for (JsonNode required : schema.path("required")) {
            if (!keys.contains(required.asText()) && !List.of("steps").contains(required.asText())) {
                return Optional.of(
                        new Fault(RouteYaml.line(node), where + " needs the key '" + required.asText() + "'"));
            }
        }
        return Optional.empty();
    }

    private static Optional<Fault> value(Node node, JsonNode schema) {
        String value = RouteYaml.scalar(node);
        List<String> known = new ArrayList<>();
        schema.path("enum").forEach(each -> known.add(each.asText()));
        if (known.contains(value) || value.contains("{{")) {
            return Optional.empty();
        }
        return Optional.of(new Fault(
                RouteYaml.line(node),
                "'" + value + "' must be one of "
                        + known.stream().limit(20).collect(Collectors.joining(", "))
                        + DidYouMean.oneOf(known, value)));
    }

    private JsonNode resolved(JsonNode type) {
        return type.has("$ref") ? root.at(type.path("$ref").asText().substring(1)) : type;
    }
}
