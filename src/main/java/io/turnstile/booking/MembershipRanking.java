package io.turnstile.booking;

import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Order of the memberships that a search returned: the one to check first comes first. */
final class MembershipRanking {

    private MembershipRanking() {}

    /**
     * Returns the memberships worth checking.
     *
     * <p>With a membership named by the request: that one, if it was found. Without: those whose balance covers all days,
     * smallest balance first, so that the fuller ones are kept for later; then the others, largest balance first. Ties
     * stay in the API's order. One that the search returned several times is one candidate. One whose balance is not known is a candidate only where the request names it.
     */
    static List<Membership> inOrder(BookingRequest request, List<Membership> found) {
        if (request.membershipId().isPresent()) {
            long wanted = request.membershipId().getAsLong();
            return found.stream()
                    .filter(membership -> membership.id() == wanted)
                    .limit(1)
                    .toList();
        }
        int days = request.days();
        Set<Long> seen = new HashSet<>();
        List<Membership> known = found.stream()
                .filter(membership -> membership.balance() != null)
                .filter(membership -> seen.add(membership.id()))
                .toList();
        Stream<Membership> covering = known.stream()
                .filter(membership -> membership.balance() >= days)
                .sorted(Comparator.comparing(Membership::balance));
        Stream<Membership> others = known.stream()
                .filter(membership -> membership.balance() < days)
                .sorted(Comparator.comparing(Membership::balance).reversed());
        return Stream.concat(covering, others).toList();
    }
}
