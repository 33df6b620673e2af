package io.turnstile.altegio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** If one of these fails, a firewall's page decides bookings; or Altegio's own word does not. */
class AnswerShapeTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html>Forbidden</html>",
                "null",
                "[]",
                "\"success\"",
                "{\"data\":[",
                "{\"data\":[]} {}",
                "{\"meta\":{}} trailing"
            })
    void shouldBeNoneWhenTheBodyIsNotOneJsonObject(String body) {
        assertThat(of(body)).isEmpty();
        assertThat(AnswerShape.isErrorObject(bytes(body))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"success\":false,\"data\":null,\"meta\":{\"message\":\"Event not found\"}}",
                "{\"success\":false,\"data\":null,\"meta\":[]}",
                "{\"meta\":{}}",
                "{\"success\":false}",
                "\n {\"meta\": {\"errors\": {\"data\": [1, {\"success\": true}]}}} \n"
            })
    void shouldBeAnErrorObjectWhenThereIsMetaOrSuccess(String body) {
        assertThat(AnswerShape.isErrorObject(bytes(body))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"error\":\"blocked\"}", "{\"data\":{\"meta\":{}}}", "{\"message\":\"no Route\"}"})
    void shouldBeNoErrorObjectWhenSomebodyElseWroteIt(String body) {
        assertThat(AnswerShape.isErrorObject(bytes(body))).isFalse();
    }

    @Test
    void shouldSeeThroughPhpWhenListsAndFlagsAreWrittenItsWay() {
        assertThat(of("{\"data\":{\"1\":{\"id\":1},\"7\":{}}}").orElseThrow().hasList())
                .isTrue();
        assertThat(of("{\"data\":{}}").orElseThrow().hasList()).isTrue();
        assertThat(of("{\"data\":{\"id\":1}}").orElseThrow().hasList()).isFalse();
        for (String no : new String[] {"false", "0", "\"0\"", "\"false\""}) {
            assertThat(of("{\"data\":[],\"success\":" + no + "}").orElseThrow().succeeded())
                    .as(no)
                    .isFalse();
        }
        for (String yes : new String[] {"true", "1", "\"1\"", "null"}) {
            assertThat(of("{\"data\":[],\"success\":" + yes + "}").orElseThrow().succeeded())
                    .as(yes)
                    .isTrue();
        }
    }

    @Test
    void shouldTellListsFromObjectsWithAttributes() {
        assertThat(of("{\"data\":[{\"attributes\":{}}],\"included\":[{}]}"))
                .contains(new AnswerShape(true, false, true, false));
        assertThat(of("{\"data\":{\"id\":\"check_1\",\"attributes\":{\"a\":[{}]}}}"))
                .contains(new AnswerShape(true, false, false, true));
        assertThat(of("{\"data\":{\"attributes\":[]}}")).contains(new AnswerShape(true, false, false, false));
        assertThat(of("{\"data\":null}")).contains(new AnswerShape(true, false, false, false));
    }

    private static Optional<AnswerShape> of(String body) {
        return AnswerShape.of(bytes(body));
    }

    private static byte[] bytes(String body) {
        return body.getBytes(StandardCharsets.UTF_8);
    }
}
