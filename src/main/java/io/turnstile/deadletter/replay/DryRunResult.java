package io.turnstile.deadletter.replay;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Result that a replay would have now.
 *
 * @param letterId the letter that was tried
 * @param kind {@code scheduled}, or the dead letter's kind
 * @param reason the dead letter's; empty if it would be scheduled
 * @param message one sentence for a person
 * @param membershipId the membership that would be used; empty unless it would be scheduled
 */
public record DryRunResult(
        String letterId, String kind, Optional<String> reason, String message, OptionalLong membershipId) {

    public DryRunResult {
        Objects.requireNonNull(letterId);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
        Objects.requireNonNull(membershipId);
    }
}
