package io.turnstile.routeset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.turnstile.config.SettingsException;
import io.turnstile.intake.outcome.OutcomeComponent;
import io.turnstile.intake.outcome.OutcomeTopics;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** If this fails, who mistypes something in a route searches for it, at noon, with bookings waiting. */
class RouteErrorsTest {

    private static final String HEAD =
            """
            - route:
                id: booking
                from:
                  uri: direct:booking
                  steps:
            """;

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("- lgo: {message: x}", "line 6: there is no step or key 'lgo' in steps: did you mean log?"),
                fault(
                        "- log:\n    mesage: x",
                        "line 7: there is no step or key 'mesage' in log: did you mean message?"),
                fault(
                        "- setBody:\n    expression:\n      simpel: {expression: x}",
                        "line 8: there is no step or key 'simpel' in expression: did you mean simple?"),
                fault(
                        "- setBody:\n    expression:\n      simple:\n        expression: ${boddy}",
                        "line 9: Unknown function: boddy"),
                fault(
                        "- to:\n    uri: log:x\n    parameters:\n      showHeadrs: true",
                        "line 9: log: has no parameter 'showHeadrs': did you mean showHeaders?"),
                fault(
                        "- to:\n    uri: outcome:x\n    parameters:\n      extr: true",
                        "line 9: outcome: has no parameter 'extr': did you mean extra?"),
                fault(
                        "- to:\n    uri: log:x\n    parameters:\n      showHeaders: maybe",
                        "line 9: 'maybe' is no boolean"),
                fault("- to:\n    uri: lgo:x", "line 7: there is no component 'lgo'"),
                fault(
                        "- to:\n    uri: direct:bookin",
                        "line 7: no route begins with direct:bookin: did you mean direct:booking?"),
                fault("- to:\n    parameters: {a: 1}", "line 7: to needs the key 'uri'"),
                fault("- bean:\n    ref: bookin\n    method: read", "line 7: there is no bean 'bookin'"),
                fault(
                        "- bean:\n    ref: known\n    method: proces",
                        "line 8: the bean has no method 'proces': did you mean process?"),
                fault(
                        "- setHeader:\n    expression:\n      constant: {expression: 3}",
                        "line 7: setHeader needs the key 'name'"),
                fault("- log: {message: a}\n  to: {uri: 'direct:booking'}", "line 6: one step has the keys log, to"),
                fault(
                        "- marshal:\n    json:\n      library: Jakson",
                        "line 8: 'Jakson' must be one of",
                        "did you mean Jackson?"),
                fault(
                        "- loop:\n    doWhile: perhaps\n    expression: {constant: {expression: 3}}\n    steps: [{log: {message: x}}]",
                        "line 7: 'perhaps' is no Boolean"),
                fault(
                        "- filter:\n    expression: {simple: {expression: \"${body} == 'a'\"}}\n    steps: []",
                        "line 6: there are no steps in 'filter'"),
                fault("- to: {uri: '{{my.topik}}'}", "line 6: {{my.topik}} is not set"),
                fault("- log: {message: \"a}", "line 6: not readable as YAML"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldSayWhereAndWhatAndWhatWasMeant(String steps, String[] parts) {
        assertThat(explained(HEAD + steps.indent(6)))
                .startsWith("/routes/booking.camel.yaml, line ")
                .contains(parts)
                .hasLineCount(1)
                .doesNotContain("Exception", "org.apache", "io.turnstile");
    }

    @Test
    void shouldSayThatAFileHoldsNoRoutes() {
        for (String text : new String[] {"", "\n", "# nothing yet\n", "route:\n  id: a\n", "hello"}) {
            assertThat(explained(text))
                    .isEqualTo("/routes/booking.camel.yaml, line 1: there are no routes here: begin each"
                            + " with '- route:', or remove the file");
        }
    }

    /** People also write the short notation, which the schema does not have: no fault is told of it. */
    @Test
    void shouldTakeTheShortNotation() {
        assertThat(explained(HEAD + "- log: hello\n- setBody:\n    simple: ${body}\n".indent(6)))
                .isNull();
    }

    private static Arguments fault(String steps, String... parts) {
        return Arguments.of(steps, parts);
    }

    private static String explained(String text) {
        TreeMap<String, String> texts = new TreeMap<>();
        texts.put("booking.camel.yaml", text);
        Main camel = new Main();
        camel.configure().withJmxEnabled(false);
        camel.setDefaultPropertyPlaceholderLocation("false");
        camel.bind("known", (Processor) exchange -> {});
        camel.bind("outcome", new OutcomeComponent(OutcomeTopics.ANY));
        Throwable thrown =
                catchThrowable(() -> RouteSet.load(new RouteFiles(Path.of("/routes"), texts), camel, endpoint -> false)
                        .close());
        return thrown == null ? null : ((SettingsException) thrown).getMessage();
    }
}
