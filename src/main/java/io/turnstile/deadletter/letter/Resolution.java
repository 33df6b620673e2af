package io.turnstile.deadletter.letter;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Record of what somebody did about a dead letter. Its JSON on the resolutions topic is the contract's; {@code replayedAs}
 * is in the record's header {@code turnstile-replayed-as}.
 *
 * @param by who asked for it
 * @param note why, in the words of that person; may be empty
 * @param jobId the job it was part of
 * @param edited whether the request was changed before it was replayed
 * @param replayedAs {@code <topic>-<partition>-<offset>} of the request that was written again; empty for a discarded letter,
 *     and for one that other software replayed. A dead letter made from it has this as its id, a schedule as its {@code ce_id}
 */
public record Resolution(
        Action action, String by, Instant at, String note, String jobId, boolean edited, Optional<String> replayedAs) {

    public Resolution {
        Objects.requireNonNull(action);
        Objects.requireNonNull(by);
        Objects.requireNonNull(at);
        Objects.requireNonNull(note);
        Objects.requireNonNull(jobId);
        Objects.requireNonNull(replayedAs);
    }
}
