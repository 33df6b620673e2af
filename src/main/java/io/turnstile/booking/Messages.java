package io.turnstile.booking;

import java.util.List;
import java.util.stream.Collectors;

/** Words the reasons for people: one sentence each, with the values that matter. */
final class Messages {

    private Messages() {}

    static String noMembership(BookingRequest request) {
        return "Client %d has no valid membership with visits left that covers event %d at location %d."
                .formatted(request.clientId(), request.eventId(), request.locationId());
    }

    static String notApplicable(BookingRequest request, List<Membership> found) {
        return "Membership %d does not cover event %d for client %d; those that do: %s."
                .formatted(
                        request.membershipId().orElseThrow(),
                        request.eventId(),
                        request.clientId(),
                        found.stream()
                                .limit(10)
                                .map(membership -> Long.toString(membership.id()))
                                .collect(Collectors.joining(", ")));
    }

    static String notEnoughVisits(BookingRequest request, Membership best, MembershipCheck check) {
        return "The request is for %s, but membership %d has %s available."
                .formatted(count(request.days(), "day"), best.id(), count(check.availableVisits(), "visit"));
    }

    static String daysNotBookable(BookingRequest request, Membership best, MembershipCheck check) {
        List<Long> not = request.scheduleDayIds().stream()
                .filter(day -> !check.bookableDayIds().contains(day))
                .toList();
        String until = check.lastBookingDate()
                .map(date -> " It can be used until " + date + ".")
                .orElse("");
        return "Membership %d has visits enough, but cannot book schedule days %s of event %d.%s"
                .formatted(best.id(), not, request.eventId(), until);
    }

    private static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
