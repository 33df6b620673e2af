package io.turnstile.routeset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.constructor.StandardConstructor;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A file's YAML as nodes that know their lines. */
public final class RouteYaml {

    private RouteYaml() {}

    /** Key of a mapping, or item of a list, that stands on a line; the first is 1. */
    public record Entry(String key, Node value, int line) {}

    /** Returns the file's nodes; nothing if it is empty, or no YAML. */
    public static Optional<Node> parse(String text) {
        try {
            return new Compose(LoadSettings.builder().build()).composeString(text);
        } catch (YamlEngineException e) {
            return Optional.empty();
        }
    }

    public static List<Entry> entries(Node node) {
        List<Entry> entries = new ArrayList<>();
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                entries.add(new Entry(scalar(tuple.getKeyNode()), tuple.getValueNode(), line(tuple.getKeyNode())));
            }
        } else if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                entries.add(new Entry("", item, line(item)));
            }
        }
        return entries;
    }

    public static @Nullable Node get(Node node, String key) {
        return entries(node).stream()
                .filter(entry -> entry.key().equals(key))
                .findFirst()
                .map(Entry::value)
                .orElse(null);
    }

    public static String scalar(@Nullable Node node) {
        return node instanceof ScalarNode scalar ? scalar.getValue() : "";
    }

    /** Returns a node as maps, lists, texts, numbers and so on. */
    public static @Nullable Object value(Node node) {
        return new StandardConstructor(LoadSettings.builder().build()).constructSingleDocument(Optional.of(node));
    }

    public static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }
}
