package io.turnstile.http.api;

import io.turnstile.deadletter.DeadLetters;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Parts that the REST works with.
 *
 * @param situation called once a second while somebody looks; must not wait
 */
public record ApiDependencies(DeadLetters letters, Supplier<PipelineStatus> situation, Pruner pruning) {

    public ApiDependencies {
        Objects.requireNonNull(letters);
        Objects.requireNonNull(situation);
        Objects.requireNonNull(pruning);
    }
}
