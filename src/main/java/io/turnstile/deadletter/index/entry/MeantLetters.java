package io.turnstile.deadletter.index.entry;

import io.turnstile.deadletter.letter.Filter;
import java.util.Map;
import java.util.Objects;

/**
 * Open letters that a job means by a filter.
 *
 * @param ends before which offset of each partition of the dead-letter topic
 */
public record MeantLetters(String jobId, Filter filter, Map<Integer, Long> ends) {

    public MeantLetters {
        Objects.requireNonNull(jobId);
        Objects.requireNonNull(filter);
        ends = Map.copyOf(ends);
    }

    /** Returns those of a partition that stand before an offset. */
    public MeantLetters before(int partition, long offset) {
        return new MeantLetters(jobId, filter, Map.of(partition, Math.min(offset, ends.getOrDefault(partition, 0L))));
    }
}
