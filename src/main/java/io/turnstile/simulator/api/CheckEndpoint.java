package io.turnstile.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.world.ApiError;
import io.turnstile.simulator.world.BookableDays;
import io.turnstile.simulator.world.Event;
import io.turnstile.simulator.world.Membership;
import io.turnstile.simulator.world.SimulatorJson;
import io.turnstile.simulator.world.World;
import java.util.List;
import java.util.Optional;

/** Endpoint check-for-activity: the requested days one membership can book. */
final class CheckEndpoint {
    private static final int MAX_DAYS = 7;

    private final World world;

    CheckEndpoint(World world) {
        this.world = world;
    }

    /**
     * Answers 400 to ids that are none, to more than {@value #MAX_DAYS} days and to days of other events, what
     * {@link World#refusal(long, long, long)} says, 404 to a membership that is not the client's and 422 to one that
     * does not cover the event; else 200.
     */
    ApiResponse answer(ApiCall call) {
        for (String name : List.of("location", "client", "membership", "event_id")) {
            if (call.id(name).isEmpty()) {
                return ApiResponse.refusal(400, "Invalid " + name);
            }
        }
        long location = call.id("location").getAsLong();
        long client = call.id("client").getAsLong();
        long event = call.id("event_id").getAsLong();
        long membership = call.id("membership").getAsLong();
        Optional<ApiError> refusal = world.refusal(location, client, event);
        return refusal.map(ApiResponse::refusal).orElseGet(() -> {
            List<Long> days = Ids.parseList(call.text("schedule_day_ids"));
            return check(world.event(location, event).orElseThrow(), client, membership, days);
        });
    }

    private ApiResponse check(Event event, long client, long membershipId, List<Long> days) {
        if (days.isEmpty() || days.size() > MAX_DAYS || !days.stream().allMatch(event::hasDay)) {
            return ApiResponse.refusal(400, "Invalid schedule_day_ids");
        }
        Optional<Membership> owned = world.membership(membershipId).filter(m -> m.clientId() == client);
        if (owned.isEmpty()) {
            return ApiResponse.refusal(404, "Membership not found");
        }
        long chain = world.location(event.locationId()).orElseThrow().chainId();
        return owned.filter(membership -> membership.covers(event, chain))
                .map(membership -> ApiResponse.of(200, body(BookableDays.of(membership, event, days))))
                .orElseGet(() -> ApiResponse.refusal(422, "Membership does not apply to this event"));
    }

    private static ObjectNode body(BookableDays check) {
        ObjectNode answer = SimulatorJson.object();
        ObjectNode data = answer.putObject("data").put("id", "check_1").put("type", "loyalty_abonement_check");
        ObjectNode attributes = data.putObject("attributes");
        attributes.put(
                "last_booking_date",
                check.lastBookingDate().map(date -> date + "T23:59:59+00:00").orElse(null));
        attributes.put("available_visits", check.availableVisits()).put("can_book_all_days", check.canBookAllDays());
        ArrayNode days = attributes.putArray("bookable_day_ids");
        check.bookableDayIds().forEach(days::add);
        return answer;
    }
}
