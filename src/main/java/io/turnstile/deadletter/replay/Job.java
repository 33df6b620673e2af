package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.letter.ReplayOutcome;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Job on its way, and what came of it so far.
 *
 * @param id unique
 * @param planned how many letters the plan took
 * @param done how many were replayed or discarded; counted by their resolutions
 * @param outcomes what became of the replayed ones, each of {@code done} counted once; empty for a discard
 * @param leftOut letters that it did not touch, by why; empty until it is finished
 * @param changedAt when the state last changed
 * @param changedBy who cancelled or resumed it last, or {@code turnstile}
 * @param detail one sentence: why it stopped, or what it waits for; may be empty
 */
public record Job(
        String id,
        JobRequest order,
        State state,
        Instant createdAt,
        Instant changedAt,
        String changedBy,
        long planned,
        long done,
        Map<ReplayOutcome.Outcome, Long> outcomes,
        List<Plan.LeftOut> leftOut,
        String detail) {

    /** Says how a job stands. */
    public enum State {
        /** It is run, in turns with the others. */
        RUNNING,
        /** Somebody cancelled it; it can be resumed. */
        CANCELLED,
        /** Too many of its letters came back; it can be resumed. */
        STOPPED,
        /** All its letters are written; outcomes may still come in. */
        FINISHED
    }

    public Job {
        Objects.requireNonNull(id);
        Objects.requireNonNull(order);
        Objects.requireNonNull(state);
        Objects.requireNonNull(createdAt);
        Objects.requireNonNull(changedAt);
        Objects.requireNonNull(changedBy);
        outcomes = Map.copyOf(outcomes);
        leftOut = List.copyOf(leftOut);
        Objects.requireNonNull(detail);
    }
}
