package io.turnstile.booking;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Altegio's answer to whether a membership can book the days of a request.
 *
 * @param availableVisits visits that can be booked with it; null if the answer does not say how many
 * @param canBookAllDays whether all the days asked for can be booked
 * @param bookableDayIds which of the days can be booked
 * @param lastBookingDate the last instant for which it can book; empty if it does not expire
 */
public record MembershipCheck(
        @Nullable Long availableVisits,
        boolean canBookAllDays,
        List<Long> bookableDayIds,
        Optional<Instant> lastBookingDate) {

    public MembershipCheck {
        bookableDayIds = List.copyOf(bookableDayIds);
    }

    /** Returns how many of the days the request asks for can be booked. */
    long bookableOf(BookingRequest request) {
        return request.scheduleDayIds().stream()
                .filter(bookableDayIds::contains)
                .count();
    }
}
