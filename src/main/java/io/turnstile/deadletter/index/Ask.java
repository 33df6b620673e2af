package io.turnstile.deadletter.index;

import java.time.Instant;
import java.util.Objects;

/**
 * Place and time of a request when it was first asked for, before all retries and replays: the order of requests is the order
 * of these.
 *
 * @param id {@code <topic>-<partition>-<offset>} of the request
 * @param at its timestamp
 */
public record Ask(String id, Instant at) {

    public Ask {
        Objects.requireNonNull(id);
        Objects.requireNonNull(at);
    }
}
