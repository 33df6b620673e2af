package io.turnstile.simulator.api;

import java.util.Map;
import java.util.OptionalLong;

/**
 * Request to the API, as much of it as an answer depends on.
 *
 * @param operation what is asked
 * @param target path and query as they came
 * @param parameters those of the path ({@code location}, {@code client}, {@code membership}) and of the query, decoded
 * @param authorization that header; empty if there is none
 * @param accept that header; empty if there is none
 * @param body the request's body; empty if there is none
 */
public record ApiCall(
        ApiOperation operation,
        String target,
        Map<String, String> parameters,
        String authorization,
        String accept,
        String body) {

    /** Returns a parameter that is there and a positive 64-bit integer. */
    public OptionalLong id(String name) {
        return Ids.parse(parameters.getOrDefault(name, ""));
    }

    String text(String name) {
        return parameters.getOrDefault(name, "");
    }
}
