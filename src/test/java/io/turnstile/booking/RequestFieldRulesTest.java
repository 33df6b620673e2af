package io.turnstile.booking;

import static io.turnstile.booking.Requests.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.booking.ParsedRequest.Malformed;
import io.turnstile.booking.ParsedRequest.Valid;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever sends a wrong request is told which field is wrong; if not, they have to guess, and nonsense gets booked. */
class RequestFieldRulesTest {
    private static final String MOST = "9223372036854775807";
    private static final String TOO_MANY = "9223372036854775808";

    @Test
    void shouldReadEveryFieldWhenTheRequestKeepsTheRules() {
        BookingRequest read = valid(request().with("membership_id", "5248829"));

        assertThat(read.requestId()).isEqualTo("9f1c0c1e");
        assertThat(read.locationId()).isEqualTo(720441);
        assertThat(read.clientId()).isEqualTo(146915197);
        assertThat(read.eventId()).isEqualTo(12345);
        assertThat(read.scheduleDayIds()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(read.membershipId()).hasValue(5248829);
    }

    @ParameterizedTest
    @ValueSource(strings = {"request_id", "location_id", "client_id", "event_id", "schedule_day_ids"})
    void shouldNameTheFieldWhenItIsMissing(String field) {
        assertThat(refusal(request().without(field))).contains(field + " is missing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "request_id|''",
                "request_id|1",
                "request_id|null",
                "request_id|[\"9f1c0c1e\"]",
                "location_id|0",
                "location_id|-720441",
                "location_id|\"1\"",
                "location_id|1.0",
                "location_id|1e3",
                "location_id|null",
                "location_id|true",
                "location_id|{}",
                "client_id|0",
                "client_id|-1",
                "client_id|\"146915197\"",
                "client_id|1.0",
                "client_id|null",
                "client_id|" + TOO_MANY,
                "client_id|18446744073709551617",
                "event_id|0",
                "event_id|-1",
                "event_id|\"12345\"",
                "event_id|12345.5",
                "event_id|[12345]",
                "event_id|null",
                "schedule_day_ids|null",
                "schedule_day_ids|1",
                "schedule_day_ids|\"1,2\"",
                "schedule_day_ids|{\"1\": 2}",
                "schedule_day_ids|[]",
                "schedule_day_ids|[0]",
                "schedule_day_ids|[1, -2]",
                "schedule_day_ids|[1, \"2\"]",
                "schedule_day_ids|[1, 2.0]",
                "schedule_day_ids|[1, null]",
                "schedule_day_ids|[[1]]",
                "schedule_day_ids|[" + TOO_MANY + "]",
                "schedule_day_ids|[1, 2, 3, 4, 5, 6, 7, 8]",
                "schedule_day_ids|[1, 2, 1]",
                "membership_id|0",
                "membership_id|-5248829",
                "membership_id|\"5248829\"",
                "membership_id|1.0",
                "membership_id|[]",
                "membership_id|" + TOO_MANY,
            })
    void shouldNameTheFieldWhenItIsWrong(String field, String value) {
        String refusal = refusal(request().with(field, value.isEmpty() ? "\"\"" : value));

        assertThat(refusal).contains(field + " must be ");
        assertThat(refusal.split(";")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"location_id", "client_id", "event_id", "membership_id"})
    void shouldTakeTheLargestIdWhenItStillFitsIn64Bits(String field) {
        assertThat(request().with(field, MOST).parsed()).isInstanceOf(Valid.class);
    }

    @Test
    void shouldTakeSevenDaysInTheirOrderWhenTheyAreDistinct() {
        assertThat(valid(request().with("schedule_day_ids", "[7,6,5,4,3,2," + MOST + "]"))
                        .scheduleDayIds())
                .containsExactly(7L, 6L, 5L, 4L, 3L, 2L, Long.MAX_VALUE);
    }

    @Test
    void shouldTakeAnyMembershipWhenTheRequestSaysNullOrNothing() {
        assertThat(valid(request()).membershipId()).isEqualTo(OptionalLong.empty());
        assertThat(valid(request().with("membership_id", "null")).membershipId())
                .isEqualTo(OptionalLong.empty());
    }

    @Test
    void shouldNameAllProblemsAtOnceWhenThereAreSeveral() {
        String refusal = refusal(request()
                .without("request_id")
                .with("location_id", "\"720441\"")
                .with("client_id", "0")
                .without("event_id")
                .with("schedule_day_ids", "[1, 1]")
                .with("membership_id", "-1"));

        List<String> phrases =
                List.of(refusal.replace("Not a booking request: ", "").split("; "));
        assertThat(phrases).hasSize(6);
        assertThat(phrases.get(0)).startsWith("request_id is missing");
        assertThat(phrases.get(1)).startsWith("location_id must be ").contains("\"720441\"");
        assertThat(phrases.get(2)).startsWith("client_id must be ").contains("is 0");
        assertThat(phrases.get(3)).startsWith("event_id is missing");
        assertThat(phrases.get(4)).isEqualTo("schedule_day_ids must be without repeats and is [1,1]");
        assertThat(phrases.get(5)).startsWith("membership_id must be ").endsWith("is -1.");
    }

    @Test
    void shouldKeepTheMessageShortWhenTheWrongValueIsHuge() {
        assertThat(refusal(request().with("client_id", "\"" + "x".repeat(100_000) + "\"")))
                .hasSizeLessThan(200);
    }

    private static BookingRequest valid(Requests requests) {
        assertThat(requests.parsed()).as(requests.json()).isInstanceOf(Valid.class);
        return ((Valid) requests.parsed()).request();
    }

    private static String refusal(Requests requests) {
        assertThat(requests.parsed()).as(requests.json()).isInstanceOf(Malformed.class);
        Malformed malformed = (Malformed) requests.parsed();
        assertThat(malformed.reason()).isEqualTo(Reason.INVALID_REQUEST);
        return malformed.message();
    }
}
