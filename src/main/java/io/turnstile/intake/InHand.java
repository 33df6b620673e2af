package io.turnstile.intake;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.camel.Processor;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records of one consumer that are in hand: from when they are taken until their outcomes are committed. Records of one key
 * share a lane. A partition has a bound; one that has reached it is to be paused. All methods are for the polling thread.
 */
final class InHand {

    private static final Logger LOG = LoggerFactory.getLogger(InHand.class);

    /** A record with which the routes fail so often, while others pass, fails for itself. */
    private static final int FAILURES_OF_ITS_OWN = 4;

    /** About so many of the last decisions make out how long one usually takes. */
    private static final int USUAL_OF = 50;

    private final IntakeContext context;
    private final Set<LaneRecord> records = new LinkedHashSet<>();
    private final Map<Object, Lane> lanes = new HashMap<>();
    private final Set<Lane> resting = new HashSet<>();
    private final Map<TopicPartition, Load> loads = new HashMap<>();
    private final Queue<LaneRecord> settled = new ConcurrentLinkedQueue<>();
    /** One that was moved on comes back from the routes all the same, and stands here once. */
    private final Set<LaneRecord> decided = new LinkedHashSet<>();

    private final Map<LaneRecord, Long> failing = new LinkedHashMap<>();
    private long decisions;
    private long usualNanos;
    private volatile boolean stopped;

    InHand(IntakeContext context) {
        this.context = context;
    }

    IntakeContext context() {
        return context;
    }

    /** Takes a record, read after those in hand, and starts it if it is due. */
    void add(LaneRecord record) {
        records.add(record);
        loads.computeIfAbsent(record.record().partition(), any -> new Load()).add(record);
        Lane lane = lanes.computeIfAbsent(
                laneKey(record), any -> new Lane(context.pool(), this::decide, settled::add, context.clock()));
        lane.add(record);
        start(lane);
    }

    private static Object laneKey(LaneRecord record) {
        byte[] key = record.record().key();
        return key == null ? record : ByteBuffer.wrap(key);
    }

    private void start(Lane lane) {
        lane.start();
        if (lane.isResting()) {
            resting.add(lane);
        }
    }

    /** Runs on a thread of the pool. */
    private void decide(LaneRecord record) {
        if (!stopped) {
            record.decide(context);
        }
    }

    /** Takes note of what was decided, and starts what has become due. */
    void tick() {
        for (LaneRecord each = settled.poll(); each != null; each = settled.poll()) {
            settle(each);
        }
        List.copyOf(resting).forEach(lane -> {
            resting.remove(lane);
            start(lane);
        });
    }

    private void settle(LaneRecord record) {
        if (!records.contains(record)) {
            return;
        }
        Lane lane = lanes.get(laneKey(record));
        if (record.isDecided()) {
            decisions++;
            usualNanos += (record.ranFor() - usualNanos) / Math.min(decisions, USUAL_OF);
            failing.remove(record);
            decided.add(record);
            forgetIfEmpty(record, lane);
        } else if (record.isFailed() && ConsumerFaults.isFatal(record.failure())) {
            throw new IllegalStateException("A booking met an error", record.failure());
        } else if (record.isFailed() && record.failures() >= FAILURES_OF_ITS_OWN && decisions > failing.get(record)) {
            tryDivert(record, context.routes().undecided());
        } else if (record.isFailed() && failing.putIfAbsent(record, decisions) == null && !stopped) {
            LOG.warn(
                    "Request {} came out of the routes without an outcome and is tried again: {}",
                    record.record().origin().id(),
                    record.failure().toString());
            LOG.debug("The routes failed because of", record.failure());
        }
        if (lane != null && lane.isResting()) {
            resting.add(lane);
        }
    }

    private void forgetIfEmpty(LaneRecord record, @Nullable Lane lane) {
        if (lane != null && lane.isEmpty()) {
            lanes.remove(laneKey(record));
            resting.remove(lane);
        }
    }

    /**
     * Gives up waiting for a record, which takes another way to its outcome.
     *
     * @return whether that was in time
     */
    boolean tryDivert(LaneRecord record) {
        return tryDivert(record, context.routes().straggler());
    }

    private boolean tryDivert(LaneRecord record, Processor other) {
        Lane lane = lanes.get(laneKey(record));
        if (lane == null || !record.tryDivert(other)) {
            return false;
        }
        context.waits().end(record.sequence());
        lane.remove(record);
        failing.remove(record);
        decided.add(record);
        if (lane.isEmpty()) {
            forgetIfEmpty(record, lane);
        } else {
            start(lane);
        }
        return true;
    }

    /** Returns the records that wait in the lane of this one, in order. */
    List<LaneRecord> behind(LaneRecord record) {
        Lane lane = lanes.get(laneKey(record));
        return lane == null ? List.of() : lane.waiting();
    }

    /** Returns how long the routes usually take for a record, waits included; empty before they decided one. */
    Optional<Duration> usualTime() {
        return decisions == 0 ? Optional.empty() : Optional.of(Duration.ofNanos(usualNanos));
    }

    boolean isEmpty() {
        return records.isEmpty();
    }

    /** Returns all records in hand, in the order they were read. */
    Collection<LaneRecord> records() {
        return records;
    }

    /** Returns those that are decided and not committed, each after those of its lane that were read before it. */
    Collection<LaneRecord> decided() {
        return decided;
    }

    /** Returns those that came out of the routes without an outcome. */
    Set<LaneRecord> failing() {
        return failing.keySet();
    }

    /** Returns whether no record is with the routes, and none of those that were is left to commit. */
    boolean isSettled() {
        return records.stream().noneMatch(LaneRecord::isRunning) && settled.isEmpty() && decided.isEmpty();
    }

    /** Returns since when the oldest could have been worked on, in milliseconds since the epoch; the largest if none is in hand. */
    long oldest() {
        long oldest = Long.MAX_VALUE;
        for (LaneRecord each : records) {
            oldest = Math.min(oldest, Math.max(each.record().readAt(), each.dueAt()));
        }
        return oldest;
    }

    /** Returns the partitions that have reached their bound. */
    Set<TopicPartition> full() {
        Set<TopicPartition> full = new HashSet<>();
        loads.forEach((partition, load) -> {
            if (load.isFull()) {
                full.add(partition);
            }
        });
        return full;
    }

    /** Forgets records: they are committed. */
    void committed(Collection<LaneRecord> done) {
        Set<LaneRecord> gone = new HashSet<>(done);
        decided.removeAll(gone);
        gone.forEach(this::forget);
    }

    private void forget(LaneRecord record) {
        if (records.remove(record)) {
            loads.computeIfPresent(record.record().partition(), (partition, load) -> load.without(record));
        }
    }

    /** Forgets the records of these partitions. Those under way continue, and their outcomes are dropped. */
    void drop(Collection<TopicPartition> partitions) {
        List<LaneRecord> gone = records.stream()
                .filter(each -> partitions.contains(each.record().partition()))
                .toList();
        decided.removeIf(each -> partitions.contains(each.record().partition()));
        for (LaneRecord each : gone) {
            each.drop();
            failing.remove(each);
            Lane lane = lanes.get(laneKey(each));
            if (lane != null) {
                lane.remove(each);
                forgetIfEmpty(each, lane);
            }
            forget(each);
        }
    }

    /** Starts no further records; those under way continue. */
    void stop() {
        stopped = true;
    }

    /** Records in hand of one partition, and their bound. */
    private static final class Load {

        private static final int MOST_RECORDS = 1_000;
        private static final long MOST_BYTES = 16 * 1024 * 1024;

        private int records;
        private long bytes;

        private void add(LaneRecord record) {
            records++;
            bytes += record.bytes();
        }

        /** Returns null when nothing is left. */
        private @Nullable Load without(LaneRecord record) {
            records--;
            bytes -= record.bytes();
            return records == 0 ? null : this;
        }

        private boolean isFull() {
            return records >= MOST_RECORDS || bytes >= MOST_BYTES;
        }
    }
}
