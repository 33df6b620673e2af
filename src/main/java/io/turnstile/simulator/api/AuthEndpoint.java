package io.turnstile.simulator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.turnstile.simulator.world.SimulatorJson;

/** Endpoint {@code POST /auth}: 201 and the user token, or 401. */
final class AuthEndpoint {
    private final IssuedTokens tokens;

    AuthEndpoint(IssuedTokens tokens) {
        this.tokens = tokens;
    }

    ApiResponse answer(ApiCall call) {
        ObjectNode body = SimulatorJson.objectIn(call.body());
        if (!tokens.knows(body.path("login").asText(), body.path("password").asText())) {
            return ApiResponse.refusal(401, "Wrong login or password.");
        }
        ObjectNode answer = SimulatorJson.object();
        ObjectNode user = tokens.shape() == TokenShape.TOP
                ? answer
                : answer.put("success", true).putObject("data");
        user.put("id", 123456).put("user_token", tokens.issue()).put("name", "Simulated user");
        return ApiResponse.of(201, answer);
    }
}
