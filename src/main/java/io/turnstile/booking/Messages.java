package io.turnstile.booking;

import java.util.List;
import java.util.stream.Collectors;

/** Words the reasons for people: one sentence each, with the values that matter. */
final class Messages {

    private Messages() {}

    static String noMembership(BookingRequest request) {
        return "Client " + request.clientId() + " has no valid membership with visits left that covers event "
                + request.eventId() + " at location " + request.locationId() + ".";
    }

    static String notApplicable(BookingRequest request, List<Membership> found) {
        String others = found.stream()
                .limit(10)
                .map(membership -> Long.toString(membership.id()))
                .collect(Collectors.joining(", "));
        return "Membership " + request.membershipId().orElseThrow() + " does not cover event " + request.eventId()
                + " for client " + request.clientId() + "; those that do: " + others + ".";
    }

    static String notEnoughVisits(BookingRequest request, Membership best, MembershipCheck check) {
        return "The request is for " + count(request.days(), "day") + ", but membership " + best.id() + " has "
                + count(check.availableVisits(), "visit") + " available.";
    }

    static String daysNotBookable(BookingRequest request, Membership best, MembershipCheck check) {
        List<Long> not = request.scheduleDayIds().stream()
                .filter(day -> !check.bookableDayIds().contains(day))
                .toList();
        String until = check.lastBookingDate()
                .map(date -> " It can be used until " + date + ".")
                .orElse("");
        return "Membership " + best.id() + (check.availableVisits() == null ? "" : " has visits enough, but")
                + " cannot book schedule days " + not + " of event " + request.eventId() + "." + until;
    }

    private static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
