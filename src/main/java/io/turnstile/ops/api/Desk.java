package io.turnstile.ops.api;

import io.turnstile.deadletter.DeadLetters;
import io.turnstile.deadletter.job.AuditEntry;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Is what the REST works with.
 *
 * @param situation called once a second while somebody looks; must not wait
 * @param audit who did what, newest first
 */
public record Desk(
        DeadLetters letters, Supplier<Situation> situation, Supplier<List<AuditEntry>> audit, Pruning pruning) {

    public Desk {
        Objects.requireNonNull(letters);
        Objects.requireNonNull(situation);
        Objects.requireNonNull(audit);
        Objects.requireNonNull(pruning);
    }
}
