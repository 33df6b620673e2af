package io.turnstile.simulator.world;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.OptionalLong;

/**
 * Booking request before it is written down.
 *
 * @param dayIds 1 to 7
 * @param membershipId the membership to use and no other; empty = any
 */
public record Booking(long locationId, long clientId, long eventId, List<Long> dayIds, OptionalLong membershipId) {

    public Booking withMembership(long id) {
        return new Booking(locationId, clientId, eventId, dayIds, OptionalLong.of(id));
    }

    public ObjectNode json(String requestId) {
        ObjectNode json = SimulatorJson.object();
        json.put("request_id", requestId)
                .put("location_id", locationId)
                .put("client_id", clientId)
                .put("event_id", eventId);
        ArrayNode days = json.putArray("schedule_day_ids");
        dayIds.forEach(days::add);
        membershipId.ifPresent(id -> json.put("membership_id", id));
        return json;
    }
}
