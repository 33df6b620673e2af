package io.turnstile.altegio.gate.quota;

import java.time.Instant;

/**
 * Usage of one partition's part of the quota when it changes hands. Times are wall-clock times; clocks of instances may
 * differ by half a second.
 *
 * @param places how many of its calls a minute are used, at least 0; more than it has means all
 * @param until when the last of these ended
 * @param left when its owner made calls for it last, or may have: the calls of that second are used
 */
public record PartitionUsage(int places, Instant until, Instant left) {

    /** Nobody can have used it but this instance itself, whose calls are all known. */
    public static final PartitionUsage NONE = new PartitionUsage(0, Instant.EPOCH, Instant.EPOCH);

    public PartitionUsage {
        if (places < 0) {
            throw new IllegalArgumentException("Fewer than no places: " + places);
        }
    }

    /** Returns the use by an owner that is known only by the time of its last possible call. */
    public static PartitionUsage all(Instant at) {
        return new PartitionUsage(Integer.MAX_VALUE, at, at);
    }
}
