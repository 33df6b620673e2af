package io.turnstile.altegio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.booking.MembershipCheck;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** This answer decides: a yes read as a no turns a client away, a no read as a yes books days that are not there. */
class CheckAnswerTest {
    private static final String CAN = "\"available_visits\": 10, \"can_book_all_days\": true";

    @Test
    void shouldReadTheReferencesSample() {
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
        "2026-04-01T02:59:59+0300, 2026-03-31T23:59:59Z"
    })
    void shouldTurnTheDateIntoAnInstantWhenItHasAnOffset(String date, Instant instant) {
        assertThat(check("\"last_booking_date\": \"" + date + "\", " + CAN).lastBookingDate())
                .hasValue(instant);
    }

    @Test
    void shouldNotExpireWhenTheDateIsAbsentOrNull() {
        assertThat(check(CAN).lastBookingDate()).isEmpty();
        assertThat(check("\"last_booking_date\": null, " + CAN).lastBookingDate())
                .isEmpty();
    }

    @Test
    void shouldBookNoDayWhenTheListIsAbsentOrNull() {
        assertThat(check(CAN).bookableDayIds()).isEmpty();
        assertThat(check("\"bookable_day_ids\": null, " + CAN).bookableDayIds()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"can_book_all_days\": true",
                "\"available_visits\": 10",
                "\"available_visits\": null, \"can_book_all_days\": false",
                "\"available_visits\": 10, \"can_book_all_days\": null",
                "\"available_visits\": \"ten\", \"can_book_all_days\": true",
                "\"available_visits\": 10, \"can_book_all_days\": \"perhaps\"",
                "\"available_visits\": 10, \"can_book_all_days\": true, \"bookable_day_ids\": [1, null]",
                "\"available_visits\": 10, \"can_book_all_days\": true, \"bookable_day_ids\": \"all\"",
                "\"available_visits\": 10, \"can_book_all_days\": true, \"last_booking_date\": \"31.03.2026\"",
                "\"available_visits\": 10, \"can_book_all_days\": true, \"last_booking_date\": \"2026-03-31\"",
                "\"available_visits\": 10, \"can_book_all_days\": true, \"last_booking_date\": {}"
            })
    void shouldBeUnreadableWhenARequiredFieldIsMissingOrAFieldIsWrong(String attributes) {
        assertThatThrownBy(() -> check(attributes)).isInstanceOf(Answers.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "{\"data\": null}",
                "{\"data\": []}",
                "{\"data\": {}}",
                "{\"data\": {\"attributes\": null}}"
            })
    void shouldBeUnreadableWhenThereAreNoAttributes(String json) {
        assertThatThrownBy(() -> Answers.read(CheckAnswer.class, json)).isInstanceOf(Answers.Unreadable.class);
    }

    private static MembershipCheck check(String attributes) {
        return Answers.read(
                        CheckAnswer.class,
                        "{\"data\": {\"id\": \"check_1\", \"type\": \"loyalty_abonement_check\", \"attributes\": {"
                                + attributes + ", \"unheard_of\": [1]}}, \"included\": [{}]}")
                .check();
    }
}
