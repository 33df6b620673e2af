package io.turnstile.ops.api;

import io.turnstile.deadletter.DeadLetters;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Is what the REST works with.
 *
 * @param situation called once a second while somebody looks; must not wait
 */
public record Desk(DeadLetters letters, Supplier<Situation> situation, Pruner pruning) {

    public Desk {
        Objects.requireNonNull(letters);
        Objects.requireNonNull(situation);
        Objects.requireNonNull(pruning);
    }
}
