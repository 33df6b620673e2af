package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.letter.Content;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/** Dry run that asks Altegio about a dead letter's request and decides it, without writing anything. */
@FunctionalInterface
public interface DryRun {

    /**
     * Decides one request as the pipeline would, with the priority of replays.
     *
     * @param value the request to decide: the letter's own, or an edited one
     * @throws java.util.concurrent.TimeoutException if Altegio, or this instance's share of the quota, lets it wait too long
     */
    Result decide(Content letter, byte[] value) throws java.util.concurrent.TimeoutException, InterruptedException;

    /**
     * Result that a replay would have now.
     *
     * @param letterId the letter that was tried
     * @param kind {@code scheduled}, or the dead letter's kind
     * @param reason the dead letter's; empty if it would be scheduled
     * @param message one sentence for a person
     * @param membershipId the membership that would be used; empty unless it would be scheduled
     */
    public record Result(
            String letterId, String kind, Optional<String> reason, String message, OptionalLong membershipId) {

        public Result {
            Objects.requireNonNull(letterId);
            Objects.requireNonNull(kind);
            Objects.requireNonNull(reason);
            Objects.requireNonNull(message);
            Objects.requireNonNull(membershipId);
        }
    }
}
