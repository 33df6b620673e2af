package io.turnstile.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The route files are read by people on call: each route says what it is for, in a form Camel does not warn about. */
class RouteFilesTest {
    private static final Set<String> SCRIPTS = Set.of(
            "csimple",
            "groovy",
            "java",
            "javascript",
            "joor",
            "jq",
            "js",
            "jsonpath",
            "mvel",
            "ognl",
            "python",
            "script",
            "spel",
            "xpath",
            "xquery");
    private static final Set<String> EXPRESSIONS =
            Set.of("simple", "constant", "header", "variable", "exchangeProperty", "tokenize");

    static Stream<Map.Entry<String, String>> files() {
        return ShippedRoutes.all().entrySet().stream();
    }

    @Test
    void shouldAllLoadTogether() throws Exception {
        int routes = files().mapToInt(file -> routes(file).size()).sum();
        try (CannedAltegio altegio = CannedAltegio.saysYes();
                RouteWorld world = RouteWorld.start(altegio.url())) {
            assertThat(world.camel.getRoutes()).hasSize(routes).hasSizeGreaterThan(8);
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldNameAndDescribeEachRoute(Map.Entry<String, String> file) {
        for (Map<?, ?> route : routes(file)) {
            assertThat((String) route.get("id")).matches("[a-z]+(-[a-z]+)*");
            assertThat((String) route.get("description"))
                    .as(route.get("id") + "")
                    .matches("[A-Z][^.!?]*\\.");
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldHoldNoScript(Map.Entry<String, String> file) {
        List<String> keys = new ArrayList<>();
        visit(parse(file), (key, value, parent) -> keys.add(key));

        assertThat(keys).isNotEmpty().doesNotContainAnyElementsOf(SCRIPTS);
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBeInCanonicalNotation(Map.Entry<String, String> file) {
        visit(parse(file), (key, value, parent) -> {
            if (Set.of("to", "toD", "bean", "process", "from", "log", "setBody", "setHeader")
                    .contains(key)) {
                assertThat(value).as(file.getKey() + ": " + key).isInstanceOf(Map.class);
            }
            if (EXPRESSIONS.contains(key)) {
                assertThat(parent).as(file.getKey() + ": " + key).isEqualTo("expression");
                assertThat(value).as(file.getKey() + ": " + key).isInstanceOf(Map.class);
            }
            if (key.equals("uri")) {
                assertThat((String) value).as("options belong under parameters").doesNotContain("?");
            }
        });
    }

    @ParameterizedTest
    @MethodSource("files")
    void shouldBeShortEnoughToReadAtNight(Map.Entry<String, String> file) {
        assertThat(file.getValue().lines().count()).isLessThan(150);
    }

    private interface Visitor {
        void see(String key, Object value, String parent);
    }

    private static void visit(Object node, Visitor visitor) {
        visit(node, "", visitor);
    }

    private static void visit(Object node, String parent, Visitor visitor) {
        if (node instanceof Map<?, ?> map) {
            map.forEach((key, value) -> {
                visitor.see((String) key, value, parent);
                visit(value, (String) key, visitor);
            });
        } else if (node instanceof List<?> list) {
            list.forEach(each -> visit(each, parent, visitor));
        }
    }

    private static List<Map<?, ?>> routes(Map.Entry<String, String> file) {
        List<Map<?, ?>> routes = new ArrayList<>();
        for (Object each : (List<?>) parse(file)) {
            if (((Map<?, ?>) each).get("route") instanceof Map<?, ?> route) {
                routes.add(route);
            }
        }
        return routes;
    }

    private static Object parse(Map.Entry<String, String> file) {
        return new Load(LoadSettings.builder().build()).loadFromString(file.getValue());
    }
}
