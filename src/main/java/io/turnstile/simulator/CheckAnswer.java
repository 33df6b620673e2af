package io.turnstile.simulator;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Answers check-for-activity: the requested days one membership can book. */
final class CheckAnswer {
    private static final int MAX_DAYS = 7;

    private final World world;

    CheckAnswer(World world) {
        this.world = world;
    }

    /**
     * Answers 400 to ids that are none, to more than {@value #MAX_DAYS} days and to days of other events, what
     * {@link World#refusal(long, long, long)} says, 404 to a membership that is not the client's and 422 to one that
     * does not cover the event; else 200.
     */
    Answer answer(Call call) {
        for (String name : List.of("location", "client", "membership", "event_id")) {
            if (call.id(name).isEmpty()) {
                return Answer.refusal(400, "Invalid " + name);
            }
        }
        long location = call.id("location").getAsLong();
        long client = call.id("client").getAsLong();
        long event = call.id("event_id").getAsLong();
        long membership = call.id("membership").getAsLong();
        Optional<Refusal> refusal = world.refusal(location, client, event);
        return refusal.map(Answer::refusal).orElseGet(() -> {
            List<Long> days = Ids.parseList(call.text("schedule_day_ids"));
            return check(world.event(location, event).orElseThrow(), client, membership, days);
        });
    }

    private Answer check(Event event, long client, long membershipId, List<Long> days) {
        if (days.isEmpty() || days.size() > MAX_DAYS || !days.stream().allMatch(event::hasDay)) {
            return Answer.refusal(400, "Invalid schedule_day_ids");
        }
        Optional<Membership> owned = world.membership(membershipId).filter(m -> m.clientId() == client);
        if (owned.isEmpty()) {
            return Answer.refusal(404, "Membership not found");
        }
        long chain = world.location(event.locationId()).orElseThrow().chainId();
        return owned.filter(membership -> membership.covers(event, chain))
                .map(membership -> Answer.of(200, body(Check.of(membership, event, days))))
                .orElseGet(() -> Answer.refusal(422, "Membership does not apply to this event"));
    }

    private static ObjectNode body(Check check) {
        ObjectNode answer = Json.object();
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
