package io.turnstile.intake;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Processor;
import org.apache.kafka.common.TopicPartition;

/** Is the records of one batch, decided in lanes. The polling thread's, but for the lanes that run on the pool. */
final class Batch {

    private final List<LaneRecord> remaining;
    private final CountDownLatch undecided;
    private volatile boolean stopped;

    /** Takes the batch's records, in its order. */
    Batch(List<LaneRecord> records) {
        remaining = new ArrayList<>(records);
        undecided = new CountDownLatch(records.size());
    }

    /** Starts all lanes: records of the same key one after the other, everything else side by side. */
    void start(Executor pool, Processor routes) {
        for (List<LaneRecord> lane : lanes()) {
            pool.execute(() -> run(lane, routes));
        }
    }

    private List<List<LaneRecord>> lanes() {
        List<List<LaneRecord>> lanes = new ArrayList<>();
        Map<ByteBuffer, List<LaneRecord>> byKey = new LinkedHashMap<>();
        for (LaneRecord each : remaining) {
            byte[] key = each.record().key();
            if (key == null) {
                lanes.add(List.of(each));
            } else {
                byKey.computeIfAbsent(ByteBuffer.wrap(key), any -> new ArrayList<>())
                        .add(each);
            }
        }
        lanes.addAll(byKey.values());
        return lanes;
    }

    private void run(List<LaneRecord> lane, Processor routes) {
        for (LaneRecord each : lane) {
            if (!stopped) {
                each.decide(routes);
            }
            undecided.countDown();
        }
    }

    /** Keeps lanes from starting on further records; those under way go on. */
    void stop() {
        stopped = true;
    }

    /** Waits until all records are decided, or have failed, or were left out by {@link #stop()}. */
    boolean await(long millis) throws InterruptedException {
        return undecided.await(millis, TimeUnit.MILLISECONDS);
    }

    /**
     * Takes out the records that can be committed now: those decided, up to the first of their partition that is not.
     * They come in the batch's order.
     */
    List<LaneRecord> takeDecided() {
        List<LaneRecord> taken = new ArrayList<>();
        Set<TopicPartition> blocked = new HashSet<>();
        for (LaneRecord each : remaining) {
            if (!blocked.contains(each.record().partition()) && each.isDecided()) {
                taken.add(each);
            } else {
                blocked.add(each.record().partition());
            }
        }
        remaining.removeAll(new HashSet<>(taken));
        return taken;
    }

    /** Returns those not taken out yet. */
    List<LaneRecord> remaining() {
        return remaining;
    }
}
