package io.turnstile.altegio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.booking.MembershipCheck;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** This answer decides: a yes read as a no turns a client away, a no read as a yes books days that are not there. */
class CheckResponseTest {
    private static final String CAN = "\"available_visits\": 10, \"can_book_all_days\": true";

    @Test
    void shouldReadTheReferencesSample() throws Exception {
        MembershipCheck check = check("\"last_booking_date\": \"2026-03-31T23:59:59+00:00\", " + CAN
                + ", \"bookable_day_ids\": [1, 2, 3, 4, 5]");

        assertThat(check.availableVisits()).isEqualTo(10);
        assertThat(check.canBookAllDays()).isTrue();
        assertThat(check.bookableDayIds()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(check.lastBookingDate()).hasValue(Instant.parse("2026-03-31T23:59:59Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-31T23:59:59Z, 2026-03-31T23:59:59Z",
        "2026-04-01T02:59:59+03:00, 2026-03-31T23:59:59Z",
        "2026-03-31T18:29:59.500-05:30, 2026-03-31T23:59:59.500Z",
        "2026-04-01T02:59:59+0300, 2026-03-31T23:59:59Z",
        "2026-04-01T02:59:59+03, 2026-03-31T23:59:59Z",
        "2026-04-01 02:59:59+03:00, 2026-03-31T23:59:59Z",
        "2026-03-31T23:59:59, 2026-03-31T23:59:59Z",
        "2026-03-31 23:59:59, 2026-03-31T23:59:59Z",
        "2026-03-31 23:59, 2026-03-31T23:59:00Z",
        "2026-03-31, 2026-03-31T23:59:59Z"
    })
    void shouldTurnTheDateIntoAnInstantHoweverItIsWritten(String date, Instant instant) throws Exception {
        assertThat(check("\"last_booking_date\": \"" + date + "\", " + CAN).lastBookingDate())
                .hasValue(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "\"\"",
                "\"31.03.2026\"",
                "\"2026-02-30\"",
                "\"2026-02-30T23:59:59+00:00\"",
                "\"2026-13-01 00:00:00\"",
                "\"2026-03-31T25:00:00Z\"",
                "\"0000-00-00 00:00:00\"",
                "\"-0001-11-30T00:00:00+00:00\"",
                "\"+99999-01-01T00:00:00Z\"",
                "\"9999-12-31T23:59:59-12:00\"",
                "\"soon\"",
                "{}",
                "[]",
                "true",
                "7"
            })
    void shouldHaveNoDateWhenItIsMissingOrImpossible(String date) throws Exception {
        assertThat(check(CAN).lastBookingDate()).isEmpty();
        assertThat(check("\"last_booking_date\": " + date + ", " + CAN).lastBookingDate())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true|true",
                "false|false",
                "1|true",
                "0|false",
                "'\"1\"'|true",
                "'\"0\"'|false",
                "'\"true\"'|true",
                "'\"False\"'|false",
                "1.0|true"
            })
    void shouldReadTheFlagHoweverItIsWritten(String written, boolean flag) throws Exception {
        assertThat(check("\"available_visits\": 10, \"can_book_all_days\": " + written)
                        .canBookAllDays())
                .isEqualTo(flag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"ten\"", "[]", "{}", "true", "2.5"})
    void shouldNotKnowTheVisitsWhenTheyAreOdd(String visits) throws Exception {
        MembershipCheck check = check("\"can_book_all_days\": true, \"available_visits\": " + visits);

        assertThat(check.canBookAllDays()).isTrue();
        assertThat(check.availableVisits()).isNull();
        assertThat(check("\"can_book_all_days\": true").availableVisits()).isNull();
    }

    @Test
    void shouldReadCountsBeyond32Bits() throws Exception {
        assertThat(check("\"can_book_all_days\": 1, \"available_visits\": \"4294967296\"")
                        .availableVisits())
                .isEqualTo(4294967296L);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "null|",
                "[]|",
                "'\"all\"'|",
                "{}|",
                "{\"0\": 1, \"4\": \"5\"}|1,5",
                "[1, null, \"2\", {}, -3, \"x\", 4.0]|1,2,4"
            })
    void shouldReadTheDaysThatCanBeReadAndNoOthers(String written, String days) throws Exception {
        assertThat(check(CAN + ", \"bookable_day_ids\": " + written).bookableDayIds())
                .extracting(String::valueOf)
                .containsExactly(days == null ? new String[0] : days.split(","));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"available_visits\": 10",
                "\"available_visits\": 10, \"can_book_all_days\": null",
                "\"available_visits\": 10, \"can_book_all_days\": \"perhaps\"",
                "\"available_visits\": 10, \"can_book_all_days\": 2",
                "\"available_visits\": 10, \"can_book_all_days\": \"\"",
                "\"available_visits\": 10, \"can_book_all_days\": []"
            })
    void shouldBeUnreadableWhenItDoesNotSayWhetherAllDaysCanBeBooked(String attributes) {
        assertThatThrownBy(() -> check(attributes))
                .isInstanceOf(UnreadableResponseException.class)
                .hasMessageContaining("can_book_all_days");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "",
                "<html></html>",
                "{\"data\": null}",
                "{\"data\": []}",
                "{\"data\": {}}",
                "{\"data\": {\"attributes\": null}}",
                "{\"success\": false, \"data\": {\"attributes\": {\"can_book_all_days\": true}}}"
            })
    void shouldBeUnreadableWhenThereAreNoAttributes(String json) {
        assertThatThrownBy(() -> CheckResponse.read(json.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(UnreadableResponseException.class);
    }

    @Test
    void shouldReadTheOnlyElementWhenDataIsAList() throws Exception {
        for (String data : new String[] {"[%s]", "{\"0\": %s}"}) {
            String json = "{\"data\": " + data.replace("%s", "{\"attributes\": {" + CAN + "}}") + "}";
            assertThat(CheckResponse.read(json.getBytes(StandardCharsets.UTF_8))
                            .check()
                            .canBookAllDays())
                    .isTrue();
        }
    }

    private static MembershipCheck check(String attributes) throws UnreadableResponseException {
        String json = "{\"data\": {\"id\": \"check_1\", \"type\": \"loyalty_abonement_check\", \"attributes\": {"
                + attributes + ", \"unheard_of\": [1]}}, \"included\": [{}]}";
        return CheckResponse.read(json.getBytes(StandardCharsets.UTF_8)).check();
    }
}
