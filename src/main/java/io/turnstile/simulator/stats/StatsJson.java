package io.turnstile.simulator.stats;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.api.ApiOperation;
import io.turnstile.simulator.world.SimulatorJson;
import java.util.Locale;

/** Stats as JSON, for people and scripts. */
public final class StatsJson {
    private StatsJson() {}

    public static ObjectNode of(StatsSnapshot stats) {
        ObjectNode json = SimulatorJson.object()
                .put("calls", stats.calls())
                .put("violations", stats.violations())
                .put("max_per_second", stats.maxPerSecond())
                .put("max_per_minute", stats.maxPerMinute())
                .put("max_in_flight", stats.maxInFlight());
        ObjectNode operations = json.putObject("by_operation");
        stats.byOperation().forEach((operation, statuses) -> {
            ObjectNode counts = operations.putObject(name(operation));
            statuses.forEach((status, count) -> counts.put(String.valueOf(status), count));
        });
        ArrayNode calls = json.putArray("last_calls");
        stats.lastCalls().forEach(call -> calls.addObject()
                .put("at", call.at().toString())
                .put("operation", name(call.operation()))
                .put("target", call.target())
                .put("status", call.status()));
        return json;
    }

    private static String name(ApiOperation operation) {
        return operation.name().toLowerCase(Locale.ROOT);
    }
}
