package io.turnstile.simulator;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Answers {@code POST /auth}: 201 and the user token, or 401. */
final class AuthAnswer {
    private final Tokens tokens;

    AuthAnswer(Tokens tokens) {
        this.tokens = tokens;
    }

    Answer answer(Call call) {
        ObjectNode body = Json.objectIn(call.body());
        if (!tokens.knows(body.path("login").asText(), body.path("password").asText())) {
            return Answer.refusal(401, "Wrong login or password.");
        }
        ObjectNode answer = Json.object();
        ObjectNode user = tokens.shape() == TokenShape.TOP
                ? answer
                : answer.put("success", true).putObject("data");
        user.put("id", 123456).put("user_token", tokens.issue()).put("name", "Simulated user");
        return Answer.of(201, answer);
    }
}
