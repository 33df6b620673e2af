package io.turnstile.http.api;

import io.turnstile.deadletter.DeadLetters;
import io.turnstile.kafka.Heartbeat;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Parts that the REST works with.
 *
 * @param situation called once a second while somebody looks; must not wait
 * @param events heartbeat of the thread of the event stream
 */
public record ApiDependencies(
        DeadLetters letters, Supplier<PipelineStatus> situation, Pruner pruning, Heartbeat events) {

    public ApiDependencies {
        Objects.requireNonNull(letters);
        Objects.requireNonNull(situation);
        Objects.requireNonNull(pruning);
        Objects.requireNonNull(events);
    }
}
