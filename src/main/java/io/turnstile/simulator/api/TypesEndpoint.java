package io.turnstile.simulator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.world.ApiError;
import io.turnstile.simulator.world.MembershipType;
import io.turnstile.simulator.world.SimulatorJson;
import io.turnstile.simulator.world.World;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Endpoint for membership types of a location, in pages. */
public final class TypesEndpoint {
    private static final String DEFAULT_SIZE = "25";
    private static final int MAX_SIZE = 100;
    private static final int MAX_PAGE = 1_000_000;

    private final World world;

    TypesEndpoint(World world) {
        this.world = world;
    }

    /** Answers 400 to a page below 1 or a page size out of 1 to {@value #MAX_SIZE}; 404 or 403 for the location. */
    ApiResponse answer(ApiCall call) {
        OptionalLong location = call.id("location");
        OptionalLong page = Ids.parse(call.parameters().getOrDefault("page", "1"));
        OptionalLong size = Ids.parse(call.parameters().getOrDefault("page_size", DEFAULT_SIZE));
        if (location.isEmpty()) {
            return ApiResponse.refusal(400, "Invalid location");
        }
        if (page.isEmpty() || page.getAsLong() > MAX_PAGE) {
            return ApiResponse.refusal(400, "Invalid page");
        }
        if (size.isEmpty() || size.getAsLong() > MAX_SIZE) {
            return ApiResponse.refusal(400, "Invalid page_size");
        }
        Optional<ApiError> refusal = world.refusal(location.getAsLong());
        return refusal.map(ApiResponse::refusal)
                .orElseGet(() -> page(location.getAsLong(), call.text("title"), page.getAsLong(), size.getAsLong()));
    }

    private ApiResponse page(long location, String title, long page, long size) {
        long chain = world.location(location).orElseThrow().chainId();
        List<MembershipType> all = world.types(chain).stream()
                .filter(type -> type.title().toLowerCase(Locale.ROOT).contains(title.toLowerCase(Locale.ROOT)))
                .toList();
        List<MembershipType> wanted =
                all.stream().skip((page - 1) * size).limit(size).toList();
        ObjectNode answer = SimulatorJson.object().put("success", true);
        ArrayNode data = answer.putArray("data");
        wanted.forEach(type -> {
            ObjectNode element = data.addObject().put("id", type.id());
            attributes(element, type);
        });
        answer.putObject("meta").put("count", unreliable(all.size(), wanted.size(), page));
        return ApiResponse.of(200, answer);
    }

    /** The count is the page's on odd pages and the total on even ones: nobody should rely on either. */
    private static int unreliable(int total, int here, long page) {
        return page % 2 == 1 ? here : total;
    }

    public static void attributes(ObjectNode element, MembershipType type) {
        element.put("salon_group_id", type.chainId())
                .put("title", type.title())
                .put("period", type.period())
                .put("period_unit_id", type.periodUnitId())
                .put("allow_freeze", type.freezeLimit() > 0)
                .put("freeze_limit", type.freezeLimit())
                .put("is_allow_empty_code", type.emptyCode())
                .put("is_united_balance", type.unitedBalance())
                .put("united_balance_services_count", type.unitedBalance() ? type.visits() : 0);
    }
}
