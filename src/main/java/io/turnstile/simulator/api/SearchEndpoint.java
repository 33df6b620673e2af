package io.turnstile.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.world.ApiError;
import io.turnstile.simulator.world.Membership;
import io.turnstile.simulator.world.SimulatorJson;
import io.turnstile.simulator.world.World;
import java.util.List;
import java.util.Optional;

/** Endpoint search-for-activity: the memberships of a client that cover an event. */
final class SearchEndpoint {
    private final World world;

    SearchEndpoint(World world) {
        this.world = world;
    }

    /** Answers 400 to ids that are none, then what {@link World#refusal(long, long, long)} says, then 200. */
    ApiResponse answer(ApiCall call) {
        for (String name : List.of("location", "client", "event_id")) {
            if (call.id(name).isEmpty()) {
                return ApiResponse.refusal(400, "Invalid " + name);
            }
        }
        long location = call.id("location").getAsLong();
        long client = call.id("client").getAsLong();
        long event = call.id("event_id").getAsLong();
        Optional<ApiError> refusal = world.refusal(location, client, event);
        return refusal.map(ApiResponse::refusal).orElseGet(() -> found(world.search(location, client, event), client));
    }

    private static ApiResponse found(List<Membership> memberships, long client) {
        ObjectNode answer = SimulatorJson.object();
        ArrayNode data = answer.putArray("data");
        for (Membership membership : memberships) {
            ObjectNode element = data.addObject();
            element.put("id", String.valueOf(membership.id())).put("type", "loyalty_abonement");
            element.putObject("attributes").put("number", membership.number()).put("balance", membership.balance());
            element.putObject("relationships")
                    .putObject("loyalty_abonement_type")
                    .putObject("data")
                    .put("id", String.valueOf(membership.type().id()))
                    .put("type", "loyalty_abonement_type");
        }
        Included.write(answer.putArray("included"), memberships, client);
        return ApiResponse.of(200, answer);
    }
}
