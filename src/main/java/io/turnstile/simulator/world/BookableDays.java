package io.turnstile.simulator.world;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Requested days that one membership can book.
 *
 * @param lastBookingDate last day (UTC, inclusive) of the membership; empty = it does not expire
 * @param availableVisits visits left
 * @param bookableDayIds of the requested days those with a place, in time, and within the visits; in the order asked
 * @param canBookAllDays all requested days are among them
 */
public record BookableDays(
        Optional<LocalDate> lastBookingDate, int availableVisits, List<Long> bookableDayIds, boolean canBookAllDays) {

    public static BookableDays of(Membership membership, Event event, List<Long> dayIds) {
        LocalDate last = membership.lastBookingDate().orElse(LocalDate.MAX);
        List<Long> bookable = dayIds.stream()
                .filter(day -> event.open(day, last))
                .limit(membership.balance())
                .toList();
        return new BookableDays(
                membership.lastBookingDate(), membership.balance(), bookable, bookable.size() == dayIds.size());
    }
}
