package io.turnstile.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * Choice of the records that others of their partition are not to wait for any longer. Only a partition that has reached its
 * bound makes others wait; and nothing straggles while the world is wrong, for then all wait alike. Polling thread only.
 *
 * <p>A record straggles when its call to Altegio is on its way for far longer than calls usually are, whether it hangs or is
 * tried again, or when it is with the routes for far longer than usual, because a step of the user's own hangs, say. Its lane
 * goes with it, in order. A replay straggles when it only waits for live requests to leave it a place.
 */
final class StragglerDetector {

    /** Records in hand that a call holds for longer than this, and than several usual calls, hold up their lane. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** Records that are with the routes for longer than this, and than {@link #FAR_LONGER} times as long as usual, too. */
    private static final Duration LONGEST_RUN = Duration.ofSeconds(15);

    private static final int FAR_LONGER = 10;

    private final InHand hand;

    StragglerDetector(InHand hand) {
        this.hand = hand;
    }

    /** Returns the records of full partitions to divert now, each after those of its lane that were read before it. */
    List<LaneRecord> find(Set<TopicPartition> full) {
        IntakeContext.CallWaits waits = hand.context().waits();
        if (full.isEmpty() || waits.isHolding()) {
            return List.of();
        }
        Set<LaneRecord> found = new LinkedHashSet<>();
        for (LaneRecord each : List.copyOf(hand.records())) {
            if (full.contains(each.record().partition()) && straggles(each, waits)) {
                found.add(each);
                hand.behind(each).stream()
                        .filter(behind -> full.contains(behind.record().partition()))
                        .forEach(found::add);
            }
        }
        return new ArrayList<>(found);
    }

    private boolean straggles(LaneRecord record, IntakeContext.CallWaits waits) {
        if (record.isFailed() || (record.record().isReplay() && !isOnItsWay(record, waits))) {
            return true;
        }
        return record.isRunning() && (waits.isSlow(record.sequence(), PATIENCE) || isStuck(record, waits));
    }

    /** Returns whether it is with the routes for far longer than usual, whatever holds it there but the quota. */
    private boolean isStuck(LaneRecord record, IntakeContext.CallWaits waits) {
        long runs = hand.context().ticker().getAsLong() - record.startedAt();
        return !waits.isQueued(record.sequence())
                && runs > LONGEST_RUN.toNanos()
                && hand.usualTime()
                        .filter(usual -> runs > FAR_LONGER * usual.toNanos())
                        .isPresent();
    }

    private static boolean isOnItsWay(LaneRecord record, IntakeContext.CallWaits waits) {
        return record.isDecided() || (record.isRunning() && !waits.isQueued(record.sequence()));
    }
}
