package io.turnstile.altegio.gate.quota;

import java.util.HashSet;
import java.util.Set;

/**
 * The part of the group's quota that is this instance's: that of the partitions it owns. Each single call of the quota
 * belongs to one partition, so that shares of disjoint partitions never sum to more than the whole, without rounding.
 *
 * <p>A bare fraction could not do that: of 5 calls a second, three instances with a third each could be given one each and
 * no more, for nobody would know whose the other two are.
 *
 * @param owned numbers of the partitions that are this instance's, from 0
 * @param of how many partitions share the quota: the same in all instances, at least 1
 */
public record QuotaShare(Set<Integer> owned, int of) {

    /** The whole quota: one instance, or no sharing. */
    public static final QuotaShare WHOLE = new QuotaShare(Set.of(0), 1);

    /** Nothing: calls wait until partitions are assigned. */
    public static final QuotaShare NONE = new QuotaShare(Set.of(), 1);

    public QuotaShare {
        owned = Set.copyOf(owned);
        int partitions = of;
        if (of < 1 || owned.stream().anyMatch(partition -> partition < 0 || partition >= partitions)) {
            throw new IllegalArgumentException("Partitions " + owned + " are not all among " + of);
        }
    }

    /** Returns whether nobody else has a part of the quota. */
    boolean isWhole() {
        return owned.size() == of;
    }

    /** Returns the share that was there before and is still: nobody else can have used it meanwhile. */
    QuotaShare kept(QuotaShare before) {
        Set<Integer> kept = new HashSet<>(owned);
        if (before.of == of) {
            kept.retainAll(before.owned);
        } else {
            kept.clear();
        }
        return new QuotaShare(kept, of);
    }
}
