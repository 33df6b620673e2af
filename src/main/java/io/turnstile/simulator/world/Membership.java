package io.turnstile.simulator.world;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Membership of one client, as it stands now.
 *
 * @param id positive; says whose it is
 * @param clientId its owner
 * @param number the number printed on the card
 * @param type what was bought
 * @param balance visits left, at least 0
 * @param lastBookingDate last day (UTC, inclusive) a visit may take place; empty = it does not expire
 * @param active neither frozen nor returned
 */
public record Membership(
        long id,
        long clientId,
        String number,
        MembershipType type,
        int balance,
        Optional<LocalDate> lastBookingDate,
        boolean active) {

    public Membership {
        if (balance < 0) {
            throw new IllegalArgumentException("balance must be 0 or more, not " + balance);
        }
    }

    Membership withBalance(int visits) {
        return new Membership(id, clientId, number, type, visits, lastBookingDate, active);
    }

    /** Returns whether it is valid and active, has visits left and applies to an event of a chain. */
    public boolean covers(Event event, long chainId) {
        return active
                && balance > 0
                && type.chainId() == chainId
                && type.kinds().contains(event.kind());
    }
}
