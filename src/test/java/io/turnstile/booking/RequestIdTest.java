package io.turnstile.booking;

import static io.turnstile.booking.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.booking.ParsedRequest.Malformed;
import io.turnstile.booking.ParsedRequest.Valid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The request's id is how its sender finds it again: a limit in the wrong unit turns good requests away. */
class RequestIdTest {
    private static final String EMOJI = "\uD83E\uDDD8";

    @ParameterizedTest
    @ValueSource(strings = {"x", "я", "界", EMOJI})
    void shouldCountCharactersAndNotBytesWhenTheIdIsLong(String character) {
        assertThat(withId(character.repeat(128))).isInstanceOf(Valid.class);
        assertThat(withId(character.repeat(129))).isInstanceOf(Malformed.class);
    }

    @Test
    void shouldTellTheIdWhenOnlyOtherFieldsAreWrong() {
        assertThat(request().with("client_id", "0").parsed().requestId()).hasValue("9f1c0c1e");
    }

    @Test
    void shouldTellNoIdWhenTheIdItselfIsWrong() {
        assertThat(withId("x".repeat(129)).requestId()).isEmpty();
        assertThat(request().with("request_id", "17").parsed().requestId()).isEmpty();
    }

    /** Half a character cannot be written as UTF-8: the schedule could never be sent, and Altegio would get the blame. */
    @ParameterizedTest
    @ValueSource(strings = {"\"\\ud83e\"", "\"a\\udDD8b\"", "\"\\udDD8\\ud83e\""})
    void shouldRefuseTheIdWhenItHoldsHalfACharacter(String id) {
        assertThat(request().with("request_id", id).parsed())
                .isInstanceOfSatisfying(Malformed.class, malformed -> assertThat(malformed.message())
                        .contains("request_id must be"));
    }

    private static ParsedRequest withId(String id) {
        return request().with("request_id", "\"" + id + "\"").parsed();
    }
}
