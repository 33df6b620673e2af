package io.turnstile.altegio;

import io.turnstile.booking.Reason;
import java.util.Map;
import java.util.Optional;

/**
 * Answers by which Altegio itself turns a request down: 400, 403, 404 and 422, and 401 for one request alone, each with the
 * API's own error object. The same status with any other body comes from something that stands before Altegio, or from a
 * wrong address, and decides nothing.
 */
public final class BusinessRefusal {

    private static final Map<Integer, Reason> REASONS = Map.of(
            400, Reason.REFUSED,
            401, Reason.FORBIDDEN,
            403, Reason.FORBIDDEN,
            404, Reason.NOT_FOUND,
            422, Reason.REFUSED);

    private BusinessRefusal() {}

    /** Returns why the request is turned down; empty if the answer decides nothing. */
    public static Optional<Reason> of(int status, byte[] body) {
        Reason reason = REASONS.get(status);
        return reason != null && ErrorResponse.isOne(body) ? Optional.of(reason) : Optional.empty();
    }

    /** Returns whether the status alone would be a refusal. */
    static boolean hasStatus(int status) {
        return REASONS.containsKey(status);
    }
}
