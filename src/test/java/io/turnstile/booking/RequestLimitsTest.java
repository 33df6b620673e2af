package io.turnstile.booking;

import static io.turnstile.booking.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.booking.ParsedRequest.Malformed;
import io.turnstile.booking.ParsedRequest.Valid;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nothing that a stranger puts on the topic may stop the process: not depth, not length, not doubt about a field. */
class RequestLimitsTest {
    @ParameterizedTest
    @ValueSource(strings = {"location_id", "note"})
    void shouldRefuseWhenAFieldIsGivenTwice(String field) {
        String twice = request().with("note", "1").json().replace("{", "{\"" + field + "\": 720442, ");

        assertInvalid(twice, "given twice");
    }

    @Test
    void shouldRefuseWhenTheJsonIsFiveThousandLevelsDeep() {
        assertInvalid(
                request().with("note", "[".repeat(5_000) + "]".repeat(5_000)).json(), "too deep");
        assertInvalid("{\"a\":".repeat(5_000) + "1" + "}".repeat(5_000), "too deep");
        assertInvalid("{\"a\":".repeat(5_000), "too deep");
    }

    @Test
    void shouldRefuseWhenANumberHasThousandsOfDigits() {
        assertInvalid(request().with("client_id", "9".repeat(5_000)).json(), "too long");
    }

    @Test
    void shouldKeepTheRequestToTheLetterWhenItHasFieldsOfItsOwn() {
        String json = "\n { \"channel\" : {\"app\":\"m\\u006Fbile\", \"v\": 1.50}, \"tags\":[ ], \"z\":null,"
                + request().json().substring(1) + " \r\n";

        assertThat(RequestParser.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(
                        Valid.class, valid -> assertThat(valid.request().json()).isEqualTo(json));
    }

    @Property
    void shouldNeverThrowWhateverTheBytes(@ForAll byte[] value) {
        assertThat(RequestParser.parse(value)).isInstanceOf(Malformed.class);
    }

    @Property
    void shouldNeverThrowWhateverAFieldHolds(@ForAll String text) {
        String json = request().json().replace("12345", text);

        assertThat(RequestParser.parse(json.getBytes(StandardCharsets.UTF_8))).isNotNull();
    }

    private static void assertInvalid(String json, String why) {
        assertThat(RequestParser.parse(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfSatisfying(Malformed.class, malformed -> {
                    assertThat(malformed.reason()).isEqualTo(Reason.INVALID_REQUEST);
                    assertThat(malformed.message()).contains(why).hasSizeLessThan(300);
                });
    }
}
