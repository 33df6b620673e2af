package io.turnstile.load;

import io.turnstile.app.OutcomeCount;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Check that outcomes of one key stand on each topic in the order of their requests, but for requests that went through a
 * retry.
 */
public final class KeyOrder {

    private KeyOrder() {}

    /**
     * Returns a line for each outcome that stands before one of an earlier request of its key.
     *
     * @param requests ids of the requests, {@code topic-partition-offset}
     * @param retried those that went through a retry
     */
    public static List<String> violations(OutcomeCount outcomes, Collection<String> requests, Set<String> retried) {
        Map<List<Object>, List<String>> lanes = new HashMap<>();
        for (String id : requests) {
            ConsumerRecord<byte[], byte[]> outcome = outcomes.outcomeOf(id);
            if (outcome != null && outcome.key() != null && !retried.contains(id)) {
                lanes.computeIfAbsent(
                                List.of(outcome.topic(), outcome.partition(), ByteBuffer.wrap(outcome.key())),
                                any -> new ArrayList<>())
                        .add(id);
            }
        }
        List<String> violations = new ArrayList<>();
        for (List<String> lane : lanes.values()) {
            lane.sort(Comparator.comparingLong(KeyOrder::offset));
            for (int i = 1; i < lane.size(); i++) {
                ConsumerRecord<byte[], byte[]> before = outcomes.outcomeOf(lane.get(i - 1));
                ConsumerRecord<byte[], byte[]> after = outcomes.outcomeOf(lane.get(i));
                if (before.offset() > after.offset()) {
                    violations.add(lane.get(i) + " is decided before " + lane.get(i - 1));
                }
            }
        }
        return violations;
    }

    private static long offset(String id) {
        return Long.parseLong(id.substring(id.lastIndexOf('-') + 1));
    }
}
