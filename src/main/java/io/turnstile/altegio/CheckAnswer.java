package io.turnstile.altegio;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.booking.MembershipCheck;
import java.util.List;

/**
 * Answer of check-for-activity.
 *
 * @param check what it says; only whether all days can be booked must be there
 */
public record CheckAnswer(MembershipCheck check) {

    /** @throws UnreadableAnswerException if the answer does not say whether all days can be booked */
    public static CheckAnswer read(byte[] body) throws UnreadableAnswerException {
        JsonNode attributes =
                Lenient.object(AnswerBody.promised(body).path("data")).path("attributes");
        boolean all = Lenient.flag(attributes.path("can_book_all_days"))
                .orElseThrow(() -> new UnreadableAnswerException(
                        "it does not say in 'can_book_all_days' whether all days can be booked"));
        return new CheckAnswer(new MembershipCheck(
                Lenient.count(attributes.path("available_visits")),
                all,
                ids(attributes.path("bookable_day_ids")),
                LenientDate.read(attributes.path("last_booking_date"))));
    }

    private static List<Long> ids(JsonNode list) {
        return Lenient.list(list).orElse(List.of()).stream()
                .map(Lenient::id)
                .filter(id -> id.isPresent())
                .map(id -> id.getAsLong())
                .toList();
    }
}
