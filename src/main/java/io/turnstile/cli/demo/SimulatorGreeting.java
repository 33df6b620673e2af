package io.turnstile.cli.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.turnstile.simulator.Simulator;
import io.turnstile.simulator.SimulatorOptions;
import io.turnstile.simulator.sample.SampleRequests;
import java.util.Locale;

/** Greeting of a simulator: where it listens, and what to try first. The first line is the base URL alone. */
final class SimulatorGreeting {
    private SimulatorGreeting() {}

    static String of(Simulator simulator, SimulatorOptions options) {
        String root = simulator.url().replace("/api/v1", "");
        JsonNode booking = anyBooking(simulator, options.seed());
        return String.format(
                Locale.ROOT,
                """
                %s
                # a client's memberships for an event
                curl -H 'Accept: application/vnd.api.v2+json' -H 'Authorization: Bearer %s, User %s' \
                '%s/company/%d/client/%d/loyalty/abonements/search_for_activity?event_id=%d'
                # what was called, and what goes wrong
                curl %s/simulator/stats
                curl -X PATCH --json '{"error_ratio": 0.1, "error_status": 502}' %s/simulator/faults
                curl --json '{"mode": "refused", "duration": "10s"}' %s/simulator/outages""",
                simulator.url(),
                options.credentials().partnerToken(),
                options.credentials().userToken(),
                simulator.url(),
                booking.path("location_id").asLong(),
                booking.path("client_id").asLong(),
                booking.path("event_id").asLong(),
                root,
                root,
                root);
    }

    private static JsonNode anyBooking(Simulator simulator, long seed) {
        try {
            return new ObjectMapper()
                    .readTree(SampleRequests.valid(simulator.world(), seed, 1, 1)
                            .get(0)
                            .text());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid sample is JSON", e);
        }
    }
}
