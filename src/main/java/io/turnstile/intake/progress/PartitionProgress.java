package io.turnstile.intake.progress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Progress of one owned partition: which of the records that were polled are done, though not in order, and from where they
 * would be read again. Polling thread only.
 */
public final class PartitionProgress {

    private static final long NOWHERE = -1;

    /** Offsets of records that were polled, from the first that is not done on, and whether each is done. */
    private final TreeMap<Long, Boolean> records = new TreeMap<>();

    private DoneOffsets before;
    private long committed;
    private long next;
    private int waiting;

    private PartitionProgress(long committed, DoneOffsets before) {
        this.committed = committed;
        this.next = committed;
        this.before = before;
    }

    /** Starts where nothing was ever committed. */
    public static PartitionProgress fresh() {
        return new PartitionProgress(NOWHERE, DoneOffsets.NONE);
    }

    /**
     * Starts where another owner stopped.
     *
     * @param committed the committed offset
     * @param done what is done above it
     */
    public static PartitionProgress from(long committed, DoneOffsets done) {
        return new PartitionProgress(committed, done);
    }

    /** Returns the committed offset; negative if nothing was committed. */
    public long committed() {
        return committed;
    }

    /** Returns how many records between the committed offset and this one are not done, so far as that is known. */
    public long undoneBefore(long offset) {
        return committed == NOWHERE ? 0 : Math.max(0, offset - committed - before.countBelow(offset));
    }

    /** Forgets everything: reading starts again elsewhere, and offsets may be those of other records. */
    public void forget() {
        before = DoneOffsets.NONE;
        records.clear();
        waiting = 0;
        committed = NOWHERE;
        next = NOWHERE;
    }

    /** Notes a polled record. Returns whether it is still to be decided. */
    boolean polled(long offset) {
        boolean done = before.contains(offset);
        records.put(offset, done);
        waiting += done ? 0 : 1;
        next = offset + 1;
        return !done;
    }

    /** Notes that reading has come here, past offsets that hold no record. */
    public void reached(long position) {
        next = Math.max(next, position);
    }

    /** Returns whether the record was polled and is not done. */
    public boolean isWaitingFor(long offset) {
        return Boolean.FALSE.equals(records.get(offset));
    }

    /**
     * Returns what to commit once as many of these records are done, too, as there is room for; the lowest come first. What
     * was done before is never left out.
     *
     * @param offsets of records that were polled
     * @param room characters for what is done above the offset
     * @return empty if there is no room for any
     */
    public Optional<Step> step(Set<Long> offsets, int room) {
        List<Long> sorted = offsets.stream().sorted().toList();
        for (int count = sorted.size(); ; count /= 2) {
            Step step = step(new HashSet<>(sorted.subList(0, count)));
            if (step.done().text(step.offset()).length() <= room) {
                return Optional.of(step);
            }
            if (count == 0) {
                return Optional.empty();
            }
        }
    }

    private Step step(Set<Long> offsets) {
        long offset = NOWHERE;
        List<DoneOffsets.Range> ranges = new ArrayList<>();
        long from = NOWHERE;
        for (Map.Entry<Long, Boolean> each : records.entrySet()) {
            boolean done = each.getValue() || offsets.contains(each.getKey());
            if (offset == NOWHERE) {
                offset = done ? NOWHERE : each.getKey();
            } else if (done && from == NOWHERE) {
                from = each.getKey();
            } else if (!done && from != NOWHERE) {
                ranges.add(new DoneOffsets.Range(from, each.getKey()));
                from = NOWHERE;
            }
        }
        if (from != NOWHERE) {
            ranges.add(new DoneOffsets.Range(from, next));
        }
        return new Step(offset == NOWHERE ? next : offset, new DoneOffsets(before.above(next, ranges)));
    }

    /** Notes that these records are done, as this commit says. */
    public void committed(Set<Long> offsets, Step step) {
        for (Long each : offsets) {
            waiting -= Boolean.FALSE.equals(records.replace(each, true)) ? 1 : 0;
        }
        records.headMap(step.offset()).clear();
        committed = step.offset();
    }

    /** Returns whether nothing waits, and reading has come further than what is committed. */
    public boolean isPastCommitted() {
        return waiting == 0 && next > committed;
    }

    /**
     * One commit of a partition.
     *
     * @param offset from where records would be read again
     * @param done what is done above it
     */
    public record Step(long offset, DoneOffsets done) {

        /** Returns whether this commit says that the record is done. */
        public boolean covers(long record) {
            return record < offset || done.contains(record);
        }
    }
}
