package io.turnstile.app;

import io.turnstile.altegio.gate.quota.PartitionUsage;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import java.time.Instant;
import java.util.Optional;

/**
 * Note of an owner of a partition to the next one about its part of the quota: <code> quota/1 PER_SECOND/PER_MINUTE OF
 * HISTORY</code>, while it is owned, and <code> PLACES UNTIL_MS LEFT_MS</code> behind it when it was left.
 *
 * @param limits the whole quota
 * @param of how many partitions share it
 * @param history of the owner's gate
 * @param use none while it is owned
 */
record QuotaHandoff(QuotaLimits limits, int of, long history, Optional<PartitionUsage> use) {

    private static final String VERSION = "quota/1";

    String text() {
        String owner = VERSION + " " + limits.perSecond() + "/" + limits.perMinute() + " " + of + " "
                + Long.toHexString(history);
        return use.map(left -> owner + " " + left.places() + " "
                        + left.until().plusNanos(999_999).toEpochMilli() + " "
                        + left.left().plusNanos(999_999).toEpochMilli())
                .orElse(owner);
    }

    /** Reads a note; empty for any other text that somebody wrote into the offset. */
    static Optional<QuotaHandoff> parse(String text) {
        String[] parts = text.split("[ /]");
        if (!text.startsWith(VERSION + " ") || (parts.length != 6 && parts.length != 9)) {
            return Optional.empty();
        }
        try {
            QuotaLimits limits = new QuotaLimits(Integer.parseInt(parts[2]), Integer.parseInt(parts[3]));
            Optional<PartitionUsage> use = parts.length == 6
                    ? Optional.empty()
                    : Optional.of(new PartitionUsage(
                            Integer.parseInt(parts[6]),
                            Instant.ofEpochMilli(Long.parseLong(parts[7])),
                            Instant.ofEpochMilli(Long.parseLong(parts[8]))));
            return Optional.of(
                    new QuotaHandoff(limits, Integer.parseInt(parts[4]), Long.parseUnsignedLong(parts[5], 16), use));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Returns what the next owner, which read this note of the last one, can know to be used; empty if it cannot know. */
    Optional<PartitionUsage> usedBefore(QuotaHandoff next) {
        if (!limits.equals(next.limits) || of != next.of) {
            return Optional.empty();
        }
        return history == next.history ? Optional.of(PartitionUsage.NONE) : use;
    }
}
