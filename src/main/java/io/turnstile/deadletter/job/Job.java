package io.turnstile.deadletter.job;

import io.turnstile.deadletter.letter.Fate;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;

/**
 * Is an order on its way, and what came of it so far.
 *
 * @param id unique
 * @param planned how many letters the plan took
 * @param done how many were replayed or discarded; counted by their resolutions
 * @param outcomes what became of the replayed ones, each of {@code done} counted once; empty for a discard
 * @param changedAt when the state last changed
 * @param changedBy who cancelled or resumed it last, or {@code turnstile}
 * @param detail one sentence: why it stopped, or what it waits for; may be empty
 */
public record Job(
        String id,
        Order order,
        State state,
        Instant createdAt,
        Instant changedAt,
        String changedBy,
        long planned,
        long done,
        Map<Fate.Outcome, Long> outcomes,
        String detail) {

    /** Says how a job stands. */
    public enum State {
        /** Others are before it. */
        QUEUED,
        RUNNING,
        /** Somebody cancelled it; it can be resumed. */
        CANCELLED,
        /** Too many of its first letters came back; it can be resumed. */
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
        Objects.requireNonNull(detail);
    }
}
