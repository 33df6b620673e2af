package io.turnstile.simulator.world;

import java.util.Set;

/**
 * Type of what a client buys: so many visits to events of some kinds, anywhere in one chain. The fields are those of the
 * API's third call.
 *
 * @param id positive
 * @param chainId the chain in which it is valid
 * @param title for people, such as {@code 10 visits, yoga, plan 37}
 * @param period how many units it is valid for; 0 = not set
 * @param periodUnitId 0 not set, 1 day, 2 week, 3 month, 4 year
 * @param freezeLimit days it may be frozen in total; 0 = it may not be frozen
 * @param emptyCode it may be sold without a code
 * @param unitedBalance one balance for all services
 * @param visits how many visits it is sold with, at least 1
 * @param kinds the events it applies to
 */
public record MembershipType(
        long id,
        long chainId,
        String title,
        int period,
        int periodUnitId,
        int freezeLimit,
        boolean emptyCode,
        boolean unitedBalance,
        int visits,
        Set<EventKind> kinds) {

    public MembershipType {
        kinds = Set.copyOf(kinds);
        if (visits < 1 || kinds.isEmpty()) {
            throw new IllegalArgumentException("a membership type needs visits and kinds: " + title);
        }
    }
}
