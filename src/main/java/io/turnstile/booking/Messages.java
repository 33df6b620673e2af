package io.turnstile.booking;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Messages of the reasons for people: one sentence each, with the values that matter. */
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

    /**
     * Words a refusal of Altegio's: what it said first, since that is what a person can act on.
     *
     * @param candidate the membership that was checked; null while the search was asked
     * @param said Altegio's own words, or nothing
     */
    static String refused(BookingRequest request, @Nullable Membership candidate, int status, String said) {
        String asked = candidate == null
                ? "which memberships of client " + request.clientId() + " cover event " + request.eventId()
                        + " at location " + request.locationId()
                : "whether membership " + candidate.id() + " of client " + request.clientId()
                        + " can book the days of event " + request.eventId();
        String words = said.isEmpty() ? "" : said + (said.matches(".*[.!?…]") ? " " : ". ");
        return words + "Altegio answered " + status + " when asked " + asked + ".";
    }

    private static String count(long number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
