package io.turnstile.routetest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.config.SettingsException;
import io.turnstile.routeset.RouteFiles;
import io.turnstile.routeset.RouteYaml;
import io.turnstile.routeset.YamlSchema;
import io.turnstile.routetest.CannedAnswer.CallPattern;
import io.turnstile.routetest.RouteTest.Booking;
import io.turnstile.routetest.RouteTest.Entrance;
import io.turnstile.routetest.RouteTest.Expected;
import io.turnstile.routetest.RouteTest.ExpectedCall;
import io.turnstile.routetest.RouteTest.ExpectedRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reader of the tests in a folder. */
final class RouteTestReader {

    private static final YamlSchema SCHEMA =
            YamlSchema.strict(RouteTestReader.class.getResource("route-test.schema.json"));
    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    private RouteTestReader(Path file) {
        this.file = file;
    }

    /** @throws SettingsException in one line, with the place, if a file is not as the schema has it */
    static List<RouteTest> readAll(Path folder) throws IOException {
        List<RouteTest> tests = new ArrayList<>();
        try (Stream<Path> listed = Files.list(folder)) {
            for (Path file : listed.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(RouteFiles.TEST) && !name.startsWith(".")) {
                    tests.addAll(new RouteTestReader(file)
                            .read(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
                }
            }
        }
        return tests;
    }

    private List<RouteTest> read(String text) {
        YamlSchema.parseFault(text).ifPresent(fault -> fail(fault.line(), fault.what()));
        Node root =
                RouteYaml.parse(text).orElseThrow(() -> wrong(1, "there are no tests here: begin each with '- test:'"));
        SCHEMA.firstFault(text).ifPresent(fault -> fail(fault.line(), fault.what()));
        return RouteYaml.entries(root).stream().map(item -> test(item.value())).toList();
    }

    private RouteTest test(Node node) {
        Node bookings = RouteYaml.get(node, "bookings");
        if ((bookings == null) == (RouteYaml.get(node, "expect") == null)) {
            fail(RouteYaml.line(node), "a test has either 'request' and 'expect', or 'bookings' with a list of these");
        }
        List<CannedAnswer> answers = entries(node, "answers").stream()
                .map(each -> answer(each.value()))
                .toList();
        Node simulator = RouteYaml.get(node, "simulator");
        return new RouteTest(
                file,
                RouteYaml.line(node),
                text(node, "test"),
                answers,
                simulator == null ? OptionalLong.empty() : OptionalLong.of(number(RouteYaml.get(simulator, "seed"))),
                bookings == null
                        ? List.of(booking(node))
                        : RouteYaml.entries(bookings).stream()
                                .map(each -> booking(each.value()))
                                .toList());
    }

    private CannedAnswer answer(Node node) {
        Node status = RouteYaml.get(node, "status");
        return new CannedAnswer(
                call(RouteYaml.get(node, "call")),
                status == null ? 200 : (int) number(status),
                bytes(RouteYaml.get(node, "body")));
    }

    private CallPattern call(@Nullable Node node) {
        String text = RouteYaml.scalar(node);
        if (!text.matches("[A-Z*]+ (/|https?://)\\S*")) {
            fail(
                    node == null ? 1 : RouteYaml.line(node),
                    "'" + text + "' must be like 'GET /company/*' or 'POST https://crm.example/*'");
        }
        return new CallPattern(text);
    }

    private Booking booking(Node node) {
        Node request = RouteYaml.get(node, "request");
        String enter = text(node, "enter");
        Node retry = RouteYaml.get(node, "retry");
        return new Booking(
                enter == null ? Entrance.BOOKING : Entrance.valueOf(enter.toUpperCase(Locale.ROOT)),
                retry == null ? 0 : (int) number(retry),
                text(node, "key"),
                request == null ? null : bytes(request),
                texts(node, "headers"),
                expected(RouteYaml.get(node, "expect")));
    }

    private Expected expected(Node node) {
        return new Expected(
                RouteYaml.line(node),
                record(node),
                RouteYaml.get(node, "calls") == null
                        ? Optional.empty()
                        : Optional.of(entries(node, "calls").stream()
                                .map(each -> expectedCall(each.value()))
                                .toList()),
                entries(node, "extra").stream()
                        .map(each -> record(each.value()))
                        .toList());
    }

    private ExpectedCall expectedCall(Node node) {
        Node call = RouteYaml.get(node, "call");
        return call == null
                ? new ExpectedCall(RouteYaml.line(node), call(node), null)
                : new ExpectedCall(RouteYaml.line(node), call(call), json(RouteYaml.get(node, "body")));
    }

    private ExpectedRecord record(Node node) {
        return new ExpectedRecord(
                RouteYaml.line(node),
                text(node, "topic"),
                text(node, "reason"),
                json(RouteYaml.get(node, "fields")),
                texts(node, "headers"));
    }

    private static List<RouteYaml.Entry> entries(Node node, String key) {
        Node found = RouteYaml.get(node, key);
        return found instanceof SequenceNode ? RouteYaml.entries(found) : List.of();
    }

    private static @Nullable String text(Node node, String key) {
        Node found = RouteYaml.get(node, key);
        return found == null ? null : RouteYaml.scalar(found);
    }

    private static Map<String, String> texts(Node node, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        Node found = RouteYaml.get(node, key);
        if (found != null) {
            RouteYaml.entries(found).forEach(each -> texts.put(each.key(), RouteYaml.scalar(each.value())));
        }
        return texts;
    }

    private static @Nullable JsonNode json(@Nullable Node node) {
        return node == null ? null : JSON.valueToTree(RouteYaml.value(node));
    }

    /** A text is sent as it stands, anything else as JSON. */
    private static byte[] bytes(@Nullable Node node) {
        JsonNode json = json(node);
        if (json == null) {
            return new byte[0];
        }
        return (json.isTextual() ? json.asText() : json.toString()).getBytes(StandardCharsets.UTF_8);
    }

    private long number(@Nullable Node node) {
        try {
            return Long.parseLong(RouteYaml.scalar(node));
        } catch (NumberFormatException e) {
            throw wrong(
                    node == null ? 1 : RouteYaml.line(node), "'" + RouteYaml.scalar(node) + "' must be a whole number");
        }
    }

    private void fail(int line, String what) {
        throw wrong(line, what);
    }

    private SettingsException wrong(int line, String what) {
        return new SettingsException(file + ", line " + line + ": " + what);
    }
}
