package io.turnstile.deadletter.replay.run;

import io.turnstile.deadletter.letter.Place;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** Letters that were taken and may still be shown as open: jobs that take turns must not take them again. One thread's. */
final class TakenLetters {

    private record Batch(Collection<Place> places, Map<TopicPartition, Long> ends) {}

    private final Set<Place> places = new HashSet<>();
    private final Deque<Batch> batches = new ArrayDeque<>();

    /** @param ends behind the letters' resolutions */
    void add(Collection<Place> taken, Map<TopicPartition, Long> ends) {
        places.addAll(taken);
        batches.add(new Batch(taken, ends));
    }

    boolean contains(Place place) {
        return places.contains(place);
    }

    /** Forgets the letters that are shown as resolved where everything before these offsets shows. */
    void forget(Map<TopicPartition, Long> shown) {
        while (!batches.isEmpty()
                && batches.peek().ends().entrySet().stream()
                        .allMatch(end -> shown.getOrDefault(end.getKey(), 0L) >= end.getValue())) {
            places.removeAll(new HashSet<>(batches.remove().places()));
        }
    }
}
