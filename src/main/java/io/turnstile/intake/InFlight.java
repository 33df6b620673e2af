package io.turnstile.intake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.TopicPartition;

/**
 * Is the records of one consumer that are in hand: from when they are polled until their outcomes are committed. Records of
 * one key share a lane. All methods are for the polling thread.
 */
final class InFlight {

    private final IntakeWork work;
    private final List<LaneRecord> records = new ArrayList<>();
    private final Map<Object, Lane> lanes = new HashMap<>();
    private final AtomicInteger unsettled = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition few = lock.newCondition();
    private volatile int fewAre;
    private volatile boolean stopped;

    InFlight(IntakeWork work) {
        this.work = work;
    }

    /** Returns all records in hand, in the order they were polled. */
    List<LaneRecord> records() {
        return records;
    }

    /** Takes records, polled after those in hand, and starts those that are due. */
    void add(List<LaneRecord> polled) {
        unsettled.addAndGet(polled.size());
        for (LaneRecord each : polled) {
            records.add(each);
            Lane lane = laneOf(each);
            lane.add(each);
            lane.start();
        }
    }

    private Lane laneOf(LaneRecord each) {
        byte[] key = each.record().key();
        return lanes.computeIfAbsent(
                key == null ? each : ByteBuffer.wrap(key), any -> new Lane(work.pool(), this::decide, work.clock()));
    }

    private void decide(LaneRecord each) {
        if (!stopped) {
            each.decide(work.routes(), work.ticker().getAsLong());
        }
        if (each.isDecided()) {
            work.pace().decided(each.startedAt(), work.ticker().getAsLong());
        }
        settled(each);
    }

    private void settled(LaneRecord each) {
        if (each.isFirstTimeSettled() && unsettled.decrementAndGet() <= fewAre) {
            lock.lock();
            try {
                few.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Starts what has become due, and gives up waiting for what others overtook. */
    void tick() {
        for (LaneRecord each : records) {
            if (work.overtakes() && each.isRunning() && isLate(each) && each.isOvertaken(work.lateRoutes())) {
                laneOf(each).overtake(each);
                settled(each);
                work.waits().end(each.turn());
            }
        }
        lanes.values().forEach(Lane::start);
        lanes.values().removeIf(Lane::isEmpty);
    }

    private boolean isLate(LaneRecord each) {
        return !each.record().isReplay() && work.pace().isLate(each.startedAt());
    }

    /** Waits until at most so many of the records that are due are unsettled. Returns whether that is so. */
    boolean await(int atMost, long millis) throws InterruptedException {
        fewAre = atMost + undue();
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lockInterruptibly();
        try {
            while (unsettled.get() > fewAre && left > 0) {
                left = few.awaitNanos(left);
            }
            return unsettled.get() <= fewAre;
        } finally {
            lock.unlock();
        }
    }

    private int undue() {
        long now = work.clock().millis();
        return (int) records.stream()
                .filter(each -> !each.isSettled() && each.record().notBefore() > now)
                .count();
    }

    /** Returns the partitions of which no more records are wanted until those in hand are due. */
    Set<TopicPartition> unduePartitions() {
        long now = work.clock().millis();
        Set<TopicPartition> partitions = new HashSet<>();
        for (LaneRecord each : records) {
            if (each.record().notBefore() > now) {
                partitions.add(each.record().partition());
            }
        }
        return partitions;
    }

    /**
     * Returns the records that can be committed now: those decided, up to the first of their partition that is not. They
     * come in the order they were polled.
     */
    List<LaneRecord> decided() {
        List<LaneRecord> decided = new ArrayList<>();
        Set<TopicPartition> blocked = new HashSet<>();
        for (LaneRecord each : records) {
            if (!blocked.contains(each.record().partition()) && each.isDecided()) {
                decided.add(each);
            } else {
                blocked.add(each.record().partition());
            }
        }
        return decided;
    }

    /** Forgets records: they are committed. */
    void committed(List<LaneRecord> done) {
        records.removeAll(new HashSet<>(done));
    }

    /** Forgets the records of these partitions. Those under way go on, and nothing comes of them. */
    void drop(Collection<TopicPartition> partitions) {
        records.removeIf(each -> {
            boolean gone = partitions.contains(each.record().partition());
            if (gone) {
                each.drop();
                settled(each);
            }
            return gone;
        });
    }

    /** Starts no further records; those under way go on. */
    void stop() {
        stopped = true;
    }
}
