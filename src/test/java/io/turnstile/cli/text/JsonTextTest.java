package io.turnstile.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** If this fails, somebody replays a request that was changed in a way nobody was shown. */
class JsonTextTest {

    @Test
    void shouldShowAnotherFormOfTheSameNumber() {
        assertThat(JsonText.difference("{\"a\":1,\"b\":2}", "{\"a\":1.0,\"b\":2}"))
                .contains("-   \"a\" : 1,", "+   \"a\" : 1.0,", "    \"b\" : 2");
        assertThat(JsonText.difference("{\"a\":1.00}", "{\"a\":1e0}")).contains("-   \"a\" : 1.00", "+   \"a\" : 1e0");
    }

    @Test
    void shouldShowAnotherEscapeOfTheSameCharacter() {
        assertThat(JsonText.difference("{\"a\":\"\\u00e9\"}", "{\"a\":\"\u00e9\"}"))
                .contains("-   \"a\" : \"\\u00e9\"", "+   \"a\" : \"\u00e9\"");
        assertThat(JsonText.difference("{\"a\":\"/\"}", "{\"a\":\"\\/\"}")).contains("+   \"a\" : \"\\/\"");
    }

    @Test
    void shouldSayWhenOnlySpacesWereChanged() {
        assertThat(JsonText.difference("{\"a\":1}", "{ \"a\": 1 }")).contains("Only white space was changed.");
    }

    @Test
    void shouldShowLinesInTheirOrderWithWhatIsGoneBeforeWhatIsNew() {
        assertThat(JsonText.difference("a\nb\nc\nd", "a\nc\nx\ny\nd\ne"))
                .containsExactly("  a", "- b", "  c", "+ x", "+ y", "  d", "+ e");
        assertThat(JsonText.difference("a\nb", "a\nx")).containsExactly("  a", "- b", "+ x");
        assertThat(JsonText.difference("", "a")).containsExactly("+ a");
    }

    @Test
    void shouldLayOutWhatIsInStringsAsItIs() {
        assertThat(JsonText.pretty("{\"a\":\"{,:[\\\"]}\",\"b\":[1,2,[]],\"c\":{},\"d\":[{\"e\":null}]}"))
                .isEqualTo(
                        """
                        {
                          "a" : "{,:[\\"]}",
                          "b" : [ 1, 2, [ ] ],
                          "c" : { },
                          "d" : [ {
                            "e" : null
                          } ]
                        }""");
        assertThat(JsonText.pretty("no json {")).isEqualTo("no json {");
    }
}
