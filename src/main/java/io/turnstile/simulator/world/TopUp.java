package io.turnstile.simulator.world;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.StreamSupport;

/** Sale of the visits that clients lack. */
public final class TopUp {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int VISITS = 20;

    private TopUp() {}

    /**
     * Tops up one of the client's memberships, if the booking can be made then.
     *
     * @param request a booking request, JSON
     * @return whether it can be made now; otherwise nothing has changed
     */
    public static boolean makeBookable(World world, byte[] request) {
        Booking booking = read(request);
        BookingRule rule = new BookingRule(world);
        for (Membership membership : world.search(booking.locationId(), booking.clientId(), booking.eventId())) {
            world.setBalance(membership.id(), VISITS);
            if (rule.outcome(booking) == ExpectedOutcome.SCHEDULED) {
                return true;
            }
            world.setBalance(membership.id(), membership.balance());
        }
        return false;
    }

    private static Booking read(byte[] request) {
        try {
            JsonNode json = JSON.readTree(request);
            List<Long> days = StreamSupport.stream(json.path("schedule_day_ids").spliterator(), false)
                    .map(JsonNode::asLong)
                    .toList();
            return new Booking(
                    json.path("location_id").asLong(),
                    json.path("client_id").asLong(),
                    json.path("event_id").asLong(),
                    days,
                    json.has("membership_id")
                            ? OptionalLong.of(json.path("membership_id").asLong())
                            : OptionalLong.empty());
        } catch (IOException e) {
            throw new IllegalArgumentException("A booking request is JSON", e);
        }
    }
}
