package io.turnstile.simulator.world;

import static java.util.Comparator.comparingInt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Rule for what has to become of a booking, by what Turnstile promises and from the world alone. Written a second time on
 * purpose: the samples are only worth something if they do not ask the code they are to test.
 */
public final class BookingRule {
    private final World world;

    public BookingRule(World world) {
        this.world = world;
    }

    public ExpectedOutcome outcome(Booking booking) {
        Optional<ApiError> refusal = world.refusal(booking.locationId(), booking.clientId(), booking.eventId());
        if (refusal.isPresent()) {
            return switch (refusal.get().status()) {
                case 403 -> ExpectedOutcome.FORBIDDEN;
                case 404 -> ExpectedOutcome.NOT_FOUND;
                default -> ExpectedOutcome.REFUSED;
            };
        }
        List<Membership> found = world.search(booking.locationId(), booking.clientId(), booking.eventId());
        if (found.isEmpty()) {
            return ExpectedOutcome.NO_MEMBERSHIP;
        }
        List<Membership> candidates = candidates(booking, found);
        if (candidates.isEmpty()) {
            return ExpectedOutcome.MEMBERSHIP_NOT_APPLICABLE;
        }
        Event event = world.event(booking.locationId(), booking.eventId()).orElseThrow();
        if (!booking.dayIds().stream().allMatch(event::hasDay)) {
            return ExpectedOutcome.REFUSED;
        }
        return outcome(
                candidates.stream()
                        .map(membership -> BookableDays.of(membership, event, booking.dayIds()))
                        .toList(),
                booking.dayIds().size());
    }

    /** The requested one; else those that have visits enough, fewest first, then the others, most first. */
    private static List<Membership> candidates(Booking booking, List<Membership> found) {
        if (booking.membershipId().isPresent()) {
            long id = booking.membershipId().getAsLong();
            return found.stream().filter(membership -> membership.id() == id).toList();
        }
        int days = booking.dayIds().size();
        List<Membership> candidates = new ArrayList<>(found);
        candidates.sort(Comparator.comparing((Membership m) -> m.balance() < days)
                .thenComparing(comparingInt(m -> m.balance() < days ? -m.balance() : m.balance())));
        return candidates;
    }

    private static ExpectedOutcome outcome(List<BookableDays> checks, int days) {
        BookableDays best = checks.get(0);
        for (BookableDays check : checks) {
            if (check.canBookAllDays()) {
                return ExpectedOutcome.SCHEDULED;
            }
            if (check.bookableDayIds().size() > best.bookableDayIds().size()) {
                best = check;
            }
        }
        return best.availableVisits() < days ? ExpectedOutcome.NOT_ENOUGH_VISITS : ExpectedOutcome.DAYS_NOT_BOOKABLE;
    }
}
