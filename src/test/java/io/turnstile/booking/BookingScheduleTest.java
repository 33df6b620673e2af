package io.turnstile.booking;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.booking.ParsedRequest.Valid;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Others read schedules by these names: a field renamed or moved breaks them without a word. */
class BookingScheduleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T10:15:30.123Z");
    private static final MembershipType TYPE =
            new MembershipType(489159, "10 visits", 123L, 6, "month", false, 0, false, true, 10);
    private static final String REQUEST =
            " { \"extra\" :[1.50,\"f\\u00fcr\"], " + Requests.request().json().substring(1) + "\n";

    @Test
    void shouldHaveExactlyTheContractsShape() throws Exception {
        MembershipCheck check =
                new MembershipCheck(10L, true, List.of(), Optional.of(Instant.parse("2026-03-31T23:59:59Z")));

        assertThat(json(Optional.of(TYPE), check))
                .isEqualTo("{\"request_id\":\"9f1c0c1e\",\"location_id\":720441,\"client_id\":146915197,"
                        + "\"event_id\":12345,\"schedule_day_ids\":[1,2,3,4,5],"
                        + "\"membership\":{\"id\":5248829,\"number\":\"690348\",\"balance\":10,"
                        + "\"type\":{\"id\":489159,\"title\":\"10 visits\",\"chain_id\":123,\"period\":6,"
                        + "\"period_unit\":\"month\",\"allow_freeze\":false,\"freeze_limit_days\":0,"
                        + "\"allow_empty_code\":false,\"united_balance\":true,\"united_balance_visits\":10}},"
                        + "\"available_visits\":10,\"last_booking_date\":\"2026-03-31T23:59:59Z\","
                        + "\"checked_at\":\"2026-11-23T10:15:30.123Z\","
                        + "\"request\":" + REQUEST + "}");
    }

    @Test
    void shouldSayNullWhenTheTypeIsNotKnownAndTheMembershipDoesNotExpire() throws Exception {
        String json = json(Optional.empty(), new MembershipCheck(10L, true, List.of(), Optional.empty()));

        assertThat(json)
                .contains("\"balance\":10,\"type\":null}")
                .contains("\"last_booking_date\":null,\"checked_at\":");
    }

    private static String json(Optional<MembershipType> type, MembershipCheck check) throws Exception {
        BookingRequest request = ((Valid) RequestParser.parse(REQUEST.getBytes(StandardCharsets.UTF_8))).request();
        Membership membership = new Membership(5248829, "690348", 10L, OptionalLong.of(489159), type);
        return new JsonMapper().writeValueAsString(BookingSchedule.of(request, new Scheduled(membership, check, NOW)));
    }
}
