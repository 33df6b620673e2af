package io.turnstile.booking;

import io.turnstile.booking.Outcome.DeadLetter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Round of checks through the candidates, with the best check so far: the one with the most of the requested days bookable,
 * and of two equal ones the earlier.
 *
 * @param candidates those still to check, at least one unless the round is over
 * @param best the membership of the best check; null before the first
 * @param bestCheck null before the first
 */
record CheckRound(
        BookingRequest request,
        List<Membership> candidates,
        @Nullable Membership best,
        @Nullable MembershipCheck bestCheck) {

    static CheckRound start(BookingRequest request, List<Membership> candidates, int maxChecks) {
        return new CheckRound(request, candidates.stream().limit(maxChecks).toList(), null, null);
    }

    boolean hasCandidate() {
        return !candidates.isEmpty();
    }

    Membership candidate() {
        return candidates.get(0);
    }

    CheckRound after(MembershipCheck check) {
        List<Membership> rest = candidates.subList(1, candidates.size());
        boolean better = bestCheck == null || check.bookableOf(request) > bestCheck.bookableOf(request);
        return better
                ? new CheckRound(request, rest, candidate(), check)
                : new CheckRound(request, rest, best, bestCheck);
    }

    /** Returns why no membership will do, by the best check. */
    DeadLetter verdict() {
        Long visits = bestCheck.availableVisits();
        return visits != null && visits < request.days()
                ? new DeadLetter(Reason.NOT_ENOUGH_VISITS, Messages.notEnoughVisits(request, best, bestCheck))
                : new DeadLetter(Reason.DAYS_NOT_BOOKABLE, Messages.daysNotBookable(request, best, bestCheck));
    }
}
