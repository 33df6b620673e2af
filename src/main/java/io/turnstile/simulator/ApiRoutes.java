package io.turnstile.simulator;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.turnstile.simulator.api.ApiCall;
import io.turnstile.simulator.api.ApiOperation;
import io.turnstile.simulator.fault.Delivery;
import io.turnstile.simulator.fault.FaultyApi;
import io.turnstile.simulator.fault.Outages;
import io.turnstile.simulator.stats.SimulatorStats;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** HTTP requests below {@code /api/v1} turned into calls, and their answers. */
final class ApiRoutes {
    static final String BASE = "/api/v1";

    private static final String COMPANY = BASE + "/company/{location}";
    private static final String MEMBERSHIPS = COMPANY + "/client/{client}/loyalty/abonements";

    private final FaultyApi api;
    private final Outages outages;
    private final SimulatorStats stats;
    private final Delivery delivery;

    ApiRoutes(FaultyApi api, Outages outages, SimulatorStats stats, Delivery delivery) {
        this.api = api;
        this.outages = outages;
        this.stats = stats;
        this.delivery = delivery;
    }

    void addTo(RoutesConfig routes) {
        routes.get(MEMBERSHIPS + "/search_for_activity", handler(ApiOperation.SEARCH));
        routes.get(MEMBERSHIPS + "/{membership}/check_for_activity", handler(ApiOperation.CHECK));
        routes.get(COMPANY + "/loyalty/abonement_types/search", handler(ApiOperation.TYPES));
        routes.post(BASE + "/auth", handler(ApiOperation.AUTH));
        routes.get(BASE + "/*", handler(ApiOperation.UNKNOWN));
        routes.post(BASE + "/*", handler(ApiOperation.UNKNOWN));
    }

    private Handler handler(ApiOperation operation) {
        return context -> {
            ApiCall call = call(operation, context);
            stats.entered();
            CompletableFuture<Void> ended = outages.hanging().orElse(null);
            if (ended == null) {
                delivery.send(context, api.answer(call), stats::left);
            } else {
                context.future(() -> ended.thenRun(() -> delivery.send(context, api.answer(call), stats::left)));
            }
        };
    }

    private static ApiCall call(ApiOperation operation, Context context) {
        Map<String, String> parameters = new HashMap<>(context.pathParamMap());
        context.queryParamMap().forEach((name, values) -> parameters.put(name, values.get(0)));
        String query = context.queryString();
        return new ApiCall(
                operation,
                query == null ? context.path() : context.path() + "?" + query,
                parameters,
                header(context, "Authorization"),
                header(context, "Accept"),
                operation == ApiOperation.AUTH ? context.body() : "");
    }

    private static String header(Context context, String name) {
        String value = context.header(name);
        return value == null ? "" : value;
    }
}
