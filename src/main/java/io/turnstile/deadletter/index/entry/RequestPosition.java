package io.turnstile.deadletter.index.entry;

import java.time.Instant;
import java.util.Objects;

/**
 * Place and time of a request when it was first asked for, before all retries and replays: the order of requests is the order
 * of these.
 *
 * @param id {@code <topic>-<partition>-<offset>} of the request
 * @param at its timestamp
 */
public record RequestPosition(String id, Instant at) {

    public RequestPosition {
        Objects.requireNonNull(id);
        Objects.requireNonNull(at);
    }
}
