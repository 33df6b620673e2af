package io.turnstile.altegio.gate.call;

import io.turnstile.altegio.ErrorResponse;
import io.turnstile.altegio.PromisedShape;

/**
 * Rule by which an answer is a decision of Altegio's: 2xx that the routes can read, or 400, 403, 404
 * or 422 with the API's own error object. Anything else (a firewall's page, a redirect, a load balancer's 404, {@code 200} with
 * {@code "success": false}) is a fault, of this request or of the world; 401 and 429 are neither.
 */
public final class DecisionRule {

    private static final int NO_CONTENT = 204;

    private DecisionRule() {}

    public static boolean isDecision(Call call, BufferedResponse answer) {
        return switch (answer.status()) {
            case 400, 403, 404, 422 -> isHead(call) || ErrorResponse.isOne(answer.body());
            default -> answer.isSuccess() && isAsPromised(call, answer);
        };
    }

    private static boolean isAsPromised(Call call, BufferedResponse answer) {
        boolean noBody = isHead(call) || answer.status() == NO_CONTENT;
        if (noBody && call.operation() == Operation.OTHER) {
            return true;
        }
        return PromisedShape.isKept(call.target(), answer.body());
    }

    private static boolean isHead(Call call) {
        return "HEAD".equals(call.method());
    }
}
