package io.turnstile.booking;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Request that keeps the contract's rules.
 *
 * @param requestId 1 to 128 characters
 * @param locationId positive
 * @param clientId positive
 * @param eventId positive
 * @param scheduleDayIds 1 to 7 distinct positive ids, in the order of the request
 * @param membershipId the only membership to use, if the request names one; positive
 * @param json the request as it came, to the letter
 */
public record BookingRequest(
        String requestId,
        long locationId,
        long clientId,
        long eventId,
        List<Long> scheduleDayIds,
        OptionalLong membershipId,
        String json) {

    public BookingRequest {
        scheduleDayIds = List.copyOf(scheduleDayIds);
    }

    /** Returns the days as a query's value: {@code 1%2C2%2C3}. */
    public String scheduleDays() {
        return scheduleDayIds.stream().map(String::valueOf).collect(Collectors.joining("%2C"));
    }

    /** Returns how many visits the request needs: one for each day. */
    public int days() {
        return scheduleDayIds.size();
    }
}
