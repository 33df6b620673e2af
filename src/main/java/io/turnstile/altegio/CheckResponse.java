package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.MembershipCheck;
import java.util.List;

/**
 * Answer of check-for-activity.
 *
 * @param check what it says; only whether all days can be booked must be there
 */
public record CheckResponse(MembershipCheck check) {

    /** @throws UnreadableResponseException if the answer does not say whether all days can be booked */
    public static CheckResponse read(byte[] body) throws UnreadableResponseException {
        JsonNode attributes =
                LenientValues.object(ResponseBody.promised(body).path("data")).path("attributes");
        boolean all = LenientValues.flag(attributes.path("can_book_all_days"))
                .orElseThrow(() -> new UnreadableResponseException(
                        "it does not say in 'can_book_all_days' whether all days can be booked"));
        return new CheckResponse(new MembershipCheck(
                LenientValues.count(attributes.path("available_visits")),
                all,
                ids(attributes.path("bookable_day_ids")),
                LenientDate.read(attributes.path("last_booking_date"))));
    }

    private static List<Long> ids(JsonNode list) {
        return LenientValues.list(list).orElse(List.of()).stream()
                .map(LenientValues::id)
                .filter(id -> id.isPresent())
                .map(id -> id.getAsLong())
                .toList();
    }
}
