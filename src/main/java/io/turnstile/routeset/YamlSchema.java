package io.turnstile.routeset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** JSON schema that YAML is held to, with the line of what is not so and the word that was meant. */
public final class YamlSchema {

    private static final String ROUTES = "/schema/camelYamlDsl-canonical.json";

    private final JsonNode root;

    /** Whether the kind of a node counts: list, mapping or text. */
    private final boolean strict;

    private YamlSchema(URL resource, boolean strict) {
        this.strict = strict;
        try (InputStream in = resource.openStream()) {
            root = new JsonMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads Camel's schema of route files, which names each key that may stand in a place. Camel itself decides whether a file is
     * sound; the schema, of canonical notation only, says what was meant where it is not.
     */
    static YamlSchema ofRoutes() {
        return new YamlSchema(YamlSchema.class.getResource(ROUTES), false);
    }

    /** Reads a schema that decides by itself whether a file is sound. */
    public static YamlSchema strict(URL resource) {
        return new YamlSchema(resource, true);
    }

    /** What is wrong on a line; the first is 1. */
    public record Fault(int line, String what) {}

    /** Returns why a text is no YAML, if it is none. */
    public static Optional<Fault> parseFault(String text) {
        try {
            new Load(LoadSettings.builder().build()).loadFromString(text);
            return Optional.empty();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            return Optional.of(new Fault(line, "not readable as YAML: " + e.getProblem()));
        } catch (YamlEngineException e) {
            return Optional.of(new Fault(1, "not readable as YAML: " + e.getMessage()));
        }
    }

    /** Returns the first thing in a file that is not as the schema has it. */
    public Optional<Fault> firstFault(String text) {
        return RouteYaml.parse(text).flatMap(node -> fault(node, root, "the file"));
    }

    private Optional<Fault> fault(Node node, JsonNode type, String where) {
        JsonNode schema = resolved(type);
        if (strict && kind(node).isPresent() && !allows(schema, kind(node).get())) {
            return Optional.of(new Fault(RouteYaml.line(node), "'" + where + "' must be " + words(schema)));
        }
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

    /** A list that is empty is written like any other; what is written with nothing behind it has no kind. */
    private static Optional<String> kind(Node node) {
        if (node instanceof SequenceNode) {
            return Optional.of("array");
        }
        if (node instanceof MappingNode) {
            return Optional.of("object");
        }
        return Optional.of("string");
    }

    private boolean allows(JsonNode schema, String kind) {
        if (schema.has("oneOf")) {
            return StreamSupport.stream(schema.path("oneOf").spliterator(), false)
                    .anyMatch(each -> allows(resolved(each), kind));
        }
        JsonNode types = schema.path("type");
        return types.isMissingNode() || types.toString().contains("\"" + kind + "\"");
    }

    private static String words(JsonNode schema) {
        String types = schema.path("type").toString();
        return types.contains("array")
                ? "a list"
                : types.contains("object") ? "a mapping of keys to values" : "a single value";
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
