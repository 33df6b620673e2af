package io.turnstile.http.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.http.access.AccessGuard;
import io.turnstile.http.access.Problem;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Reader of fields of a JSON object, each by its type; null is as good as absent. What nobody took is refused in the end.
 */
final class StrictJsonReader {

    private static final int NAME_SHOWN = 60;

    private final ObjectNode json;
    private final String path;
    private final Set<String> taken = new HashSet<>();

    /** @param path what stands before the names in messages: {@code filter.}, say */
    StrictJsonReader(ObjectNode json, String path) {
        this.json = json;
        this.path = path;
    }

    static StrictJsonReader of(byte[] body) {
        return new StrictJsonReader(Json.parseObject(body), "");
    }

    /** Returns a text, without what surrounds it; an empty one is absent. */
    Optional<String> text(String name, int longest) {
        return take(name)
                .map(node -> text(node, name, "a text").strip())
                .filter(text -> !text.isEmpty())
                .map(text -> require(text, text.length() <= longest, name, "at most " + longest + " characters"));
    }

    /** Returns a text like that; an empty one is refused. */
    Optional<String> filled(String name, int longest) {
        Optional<String> text = text(name, longest);
        require(
                name,
                text.isPresent() || take(name).isEmpty(),
                name,
                "more than an empty text: leave it out, or give a value");
        return text;
    }

    /** Returns a text as it is. */
    Optional<String> rawText(String name) {
        return take(name).map(node -> text(node, name, "a text"));
    }

    OptionalLong id(String name) {
        Optional<JsonNode> node = take(name);
        node.ifPresent(each -> require(
                each,
                each.isIntegralNumber() && each.canConvertToLong() && each.longValue() > 0,
                name,
                "a positive whole number"));
        return node.isPresent() ? OptionalLong.of(node.get().longValue()) : OptionalLong.empty();
    }

    OptionalDouble number(String name, double least, double most) {
        Optional<JsonNode> node = take(name);
        node.ifPresent(each -> require(
                each,
                each.isNumber() && each.doubleValue() >= least && each.doubleValue() <= most,
                name,
                "a number from " + plain(least) + " to " + plain(most)));
        return node.isPresent() ? OptionalDouble.of(node.get().doubleValue()) : OptionalDouble.empty();
    }

    boolean flag(String name) {
        return take(name)
                .map(node ->
                        require(node, node.isBoolean(), name, "true or false").booleanValue())
                .orElse(false);
    }

    List<String> texts(String name, int most) {
        List<String> texts = new ArrayList<>();
        take(name).ifPresent(node -> {
            require(node, node.isArray(), name, "a list of texts");
            require(node, node.size() <= most, name, "a list of at most " + most + " texts");
            node.forEach(each -> texts.add(text(each, name, "a list of texts")));
        });
        return texts;
    }

    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        take(name).ifPresent(node -> {
            require(node, node.isObject(), name, "an object of texts");
            node.properties()
                    .forEach(each -> texts.put(each.getKey(), text(each.getValue(), name, "an object of texts")));
        });
        return texts;
    }

    Optional<StrictJsonReader> object(String name) {
        return take(name)
                .map(node -> require(node, node.isObject(), name, "an object"))
                .map(node -> new StrictJsonReader((ObjectNode) node, path + name + "."));
    }

    /** Says what is wrong with a field. */
    Problem wrong(String name, String what) {
        return Problem.badRequest("'" + path + name + "' " + what);
    }

    /** @throws Problem naming the first field that is not known */
    void refuseOthers() {
        json.fieldNames().forEachRemaining(name -> {
            if (!taken.contains(name)) {
                throw Problem.badRequest("There is no field '" + path + AccessGuard.line(name, NAME_SHOWN) + "': "
                        + (taken.isEmpty()
                                ? "leave the body out"
                                : "known are "
                                        + String.join(
                                                ", ", taken.stream().sorted().toList())));
            }
        });
    }

    private Optional<JsonNode> take(String name) {
        taken.add(name);
        return Optional.ofNullable(json.get(name)).filter(node -> !node.isNull());
    }

    /** Returns the text of a field. Half a surrogate pair would become a question mark in UTF-8. */
    private String text(JsonNode node, String name, String rule) {
        String text = require(node, node.isTextual(), name, rule).textValue();
        return require(
                text,
                StandardCharsets.UTF_8.newEncoder().canEncode(text),
                name,
                rule + " of whole characters: there is half a character in it (\\ud800 to \\udfff alone)");
    }

    private <T> T require(T value, boolean kept, String name, String rule) {
        if (!kept) {
            throw wrong(name, "must be " + rule);
        }
        return value;
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
    }
}
