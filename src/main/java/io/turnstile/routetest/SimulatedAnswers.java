package io.turnstile.routetest;

import io.turnstile.routetest.CannedAnswer.CallPattern;
import io.turnstile.routetest.CannedAnswer.MadeCall;
import io.turnstile.simulator.api.AcceptedCredentials;
import io.turnstile.simulator.api.AltegioApi;
import io.turnstile.simulator.api.ApiCall;
import io.turnstile.simulator.api.ApiOperation;
import io.turnstile.simulator.api.ApiResponse;
import io.turnstile.simulator.api.IssuedTokens;
import io.turnstile.simulator.world.World;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers of the simulated Altegio of a seed, as {@code ./turnstile simulator --seed} gives them, without a server. */
final class SimulatedAnswers {

    private static final int CLIENTS = 1_000_000;
    private static final String COMPANY = "GET /company/(?<location>[^/]+)";
    private static final String MEMBERSHIPS = COMPANY + "/client/(?<client>[^/]+)/loyalty/abonements";
    private static final Map<ApiOperation, Pattern> PATHS = Map.of(
            ApiOperation.SEARCH, Pattern.compile(MEMBERSHIPS + "/search_for_activity"),
            ApiOperation.CHECK, Pattern.compile(MEMBERSHIPS + "/(?<membership>[^/]+)/check_for_activity"),
            ApiOperation.TYPES, Pattern.compile(COMPANY + "/loyalty/abonement_types/search"));

    private final AltegioApi api;
    private final AcceptedCredentials credentials = AcceptedCredentials.defaults();

    SimulatedAnswers(long seed, Clock clock) {
        api = new AltegioApi(new World(seed, LocalDate.now(clock), CLIENTS), new IssuedTokens(credentials, clock));
    }

    CannedAnswer answer(MadeCall made) {
        String[] parts = made.target().split("\\?", 2);
        Map<String, String> parameters = new HashMap<>();
        ApiOperation operation = ApiOperation.UNKNOWN;
        for (Map.Entry<ApiOperation, Pattern> each : PATHS.entrySet()) {
            Matcher path = each.getValue().matcher(parts[0]);
            if (path.matches()) {
                operation = each.getKey();
                for (String name : List.of("location", "client", "membership")) {
                    if (each.getValue().pattern().contains("<" + name + ">")) {
                        parameters.put(name, path.group(name));
                    }
                }
            }
        }
        for (String pair : parts.length == 1 ? new String[0] : parts[1].split("&")) {
            String[] named = pair.split("=", 2);
            parameters.put(named[0], named.length == 1 ? "" : URLDecoder.decode(named[1], StandardCharsets.UTF_8));
        }
        ApiResponse response = api.answer(new ApiCall(
                operation,
                made.target(),
                parameters,
                "Bearer " + credentials.partnerToken() + ", User " + credentials.userToken(),
                "application/vnd.api.v2+json",
                made.body()));
        return new CannedAnswer(new CallPattern(made.target()), response.status(), response.body());
    }
}
