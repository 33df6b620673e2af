package io.turnstile.altegio.gate.quota;

/**
 * Assignment of the quota's calls to partitions: slot {@code i} of {@code n} is partition {@code i * of / n}'s. Pure.
 *
 * <p>When there are fewer slots a second than partitions, the slots of the second move on by one partition every several
 * seconds of wall-clock time, so that no partition starves. A slot that moves to another instance rests for
 * {@value #REST_MS} ms: the window, half a second by which clocks of instances may differ, and half a second in which the
 * last call made with it may still be on its way. In a minute the slots together come by every partition equally often, so that nobody's minute is
 * leaner than another's; more often than need be costs more rests, and longer stays make lean times.
 *
 * @param limits the whole quota
 * @param share whose slots are counted
 */
record QuotaSlots(QuotaLimits limits, QuotaShare share) {

    private static final long MINUTE_MS = 60_000;
    private static final long SHORTEST_TERM_MS = 5_000;
    private static final long LONGEST_TERM_MS = 11_000;
    static final long REST_MS = 2_020;

    /** Returns how many calls this share may make in any minute. */
    int perMinute() {
        return count(limits.perMinute(), 0, 0);
    }

    /** Returns how many of the calls of any minute are this partition's, owned or not. */
    int perMinuteOf(int partition) {
        return firstSlot(partition + 1) - firstSlot(partition);
    }

    private int firstSlot(int partition) {
        return (int) (((long) partition * limits.perMinute() + share.of() - 1) / share.of());
    }

    /** Returns how many calls this share may make in the second that ends at this time, in ms since the epoch. */
    int perSecond(long now) {
        if (!moves()) {
            return count(limits.perSecond(), 0, 0);
        }
        return count(limits.perSecond(), Math.floorDiv(now, term()), Math.floorDiv(now - REST_MS, term()));
    }

    /** Returns what {@link #perSecond} will be when slots that rest now have rested. */
    int perSecondRested(long now) {
        return perSecond(now - Math.floorMod(now, term()) + REST_MS);
    }

    /** Returns when {@link #perSecond} changes next, in ms since the epoch; {@code Long.MAX_VALUE} if it never does. */
    long changesAt(long now) {
        if (!moves()) {
            return Long.MAX_VALUE;
        }
        long inTerm = Math.floorMod(now, term());
        return now - inTerm + (inTerm < REST_MS ? REST_MS : term());
    }

    /** Returns how long a slot of the second stays with a partition, in ms. */
    long term() {
        long once = Math.max(1, MINUTE_MS * limits.perSecond() / share.of());
        long times = (once + LONGEST_TERM_MS - 1) / LONGEST_TERM_MS;
        return Math.max(SHORTEST_TERM_MS, once / times);
    }

    private boolean moves() {
        return limits.perSecond() > 0 && limits.perSecond() < share.of();
    }

    /** Counts the slots that are this share's in both terms. */
    private int count(int slots, long term, long termBefore) {
        int mine = 0;
        for (int slot = 0; slot < slots; slot++) {
            if (owns(slot, slots, term) && (term == termBefore || owns(slot, slots, termBefore))) {
                mine++;
            }
        }
        return mine;
    }

    private boolean owns(int slot, int slots, long term) {
        long home = (long) slot * share.of() / slots;
        return share.owned().contains((int) Math.floorMod(home + term, (long) share.of()));
    }
}
