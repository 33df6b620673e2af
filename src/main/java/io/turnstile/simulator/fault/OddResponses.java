package io.turnstile.simulator.fault;

import io.turnstile.simulator.api.ApiCall;
import io.turnstile.simulator.world.Dice;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which calls get an odd answer. A client's goes before a location's, and both before that of all calls.
 *
 * @param ratio 0 to 1: how many of all calls get {@code answer}
 * @param answer null = none
 * @param clients client id to the answer that every search and check of it gets; null = none
 * @param locations location id to the answer that every call for it gets; null = none
 */
public record OddResponses(
        double ratio, @Nullable OddResponse answer, Map<Long, OddResponse> clients, Map<Long, OddResponse> locations) {

    public OddResponses {
        clients = clients == null ? Map.of() : Map.copyOf(clients);
        locations = locations == null ? Map.of() : Map.copyOf(locations);
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("a ratio must be 0 to 1, not " + ratio);
        }
        if (ratio > 0 && answer == null) {
            throw new IllegalArgumentException("a ratio of odd answers needs an answer");
        }
    }

    public static OddResponses none() {
        return new OddResponses(0, null, Map.of(), Map.of());
    }

    /** Makes all calls get this answer. */
    public static OddResponses forAll(OddResponse answer) {
        return new OddResponses(1, answer, Map.of(), Map.of());
    }

    public OddResponses withClients(Map<Long, OddResponse> other) {
        return new OddResponses(ratio, answer, other, locations);
    }

    public OddResponses withLocations(Map<Long, OddResponse> other) {
        return new OddResponses(ratio, answer, clients, other);
    }

    Optional<OddResponse> pick(ApiCall call, Dice dice, long number) {
        OddResponse picked =
                call.id("client").isPresent() ? clients.get(call.id("client").getAsLong()) : null;
        if (picked == null && call.id("location").isPresent()) {
            picked = locations.get(call.id("location").getAsLong());
        }
        return picked == null && dice.happens(ratio, number, 34) ? Optional.of(answer) : Optional.ofNullable(picked);
    }
}
