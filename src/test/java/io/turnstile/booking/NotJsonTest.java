package io.turnstile.booking;

import static io.turnstile.booking.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.booking.ParsedRequest.Malformed;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rubbish on the topic becomes a dead letter that says so; if parsing threw, one bad record would stop all bookings. */
class NotJsonTest {
    @Test
    void shouldSayNotJsonWhenTheRecordHasNoValue() {
        assertNotJson(null, "no value");
    }

    @Test
    void shouldSayNotJsonWhenTheValueIsEmpty() {
        assertNotJson(new byte[0], "empty");
        assertNotJson(utf8(" \n\t "), "empty");
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "[]", "[{}]", "42", "1.5", "true", "\"9f1c0c1e\""})
    void shouldSayNotJsonWhenTheValueIsJsonButNoObject(String json) {
        assertNotJson(utf8(json), "not an object");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "booking 9f1c0c1e",
                "{",
                "{]",
                "{\"a\" 1}",
                "{'a': 1}",
                "{\"a\": 01}",
                "{\"a\": NaN}",
                "{\"a\": 1,}"
            })
    void shouldSayNotJsonWhenTheSyntaxIsWrong(String text) {
        assertNotJson(utf8(text), "not valid JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {" {}", " []", " 1", " null", " and more", "}", ","})
    void shouldSayNotJsonWhenSomethingFollowsTheObject(String rest) {
        assertNotJson(utf8(request().json() + rest), "");
    }

    @Test
    void shouldSayNotJsonWhenTheValueIsCutAnywhere() {
        byte[] whole = request().with("note", "\"für 界 \uD83E\uDDD8\"").bytes();

        for (int length = 0; length < whole.length; length++) {
            assertNotJson(Arrays.copyOf(whole, length), "");
        }
    }

    @Test
    void shouldSayNotJsonWhenTheBytesAreNoUtf8() {
        byte[] broken = request().bytes();
        broken[20] = (byte) 0xC3;
        broken[21] = 0x28;

        assertNotJson(broken, "not UTF-8");
        assertNotJson(request().with("note", "\"für\"").json().getBytes(StandardCharsets.ISO_8859_1), "not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16BE", "UTF-16LE", "UTF-32"})
    void shouldSayNotJsonWhenTheTextIsInAnotherUnicodeEncoding(String charset) {
        assertNotJson(request().json().getBytes(Charset.forName(charset)), "");
    }

    /** The request stands in the schedule to the letter: a byte order mark in its middle would break the schedule's JSON. */
    @Test
    void shouldSayNotJsonWhenTheValueStartsWithAByteOrderMark() {
        assertNotJson(utf8("\uFEFF" + request().json()), "");
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void assertNotJson(byte[] value, String why) {
        assertThat(RequestParser.parse(value)).isInstanceOfSatisfying(Malformed.class, malformed -> {
            assertThat(malformed.reason()).isEqualTo(Reason.NOT_JSON);
            assertThat(malformed.message()).contains(why).endsWith(".").doesNotContain("\n");
            assertThat(malformed.requestId()).isEmpty();
        });
    }
}
