package io.turnstile.deadletter.index.entry;

import java.time.Instant;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Schedule as the index takes it in.
 *
 * @param id its {@code ce_id}: where its request stood; empty text if it has none
 * @param partition where it stands on the schedules topic
 * @param offset its place in the partition
 */
public record ScheduleEntry(
        String id, OptionalLong clientId, OptionalLong eventId, Instant decidedAt, int partition, long offset) {

    public ScheduleEntry {
        Objects.requireNonNull(id);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(eventId);
        Objects.requireNonNull(decidedAt);
    }
}
