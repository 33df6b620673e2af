package io.turnstile.deadletter.kafka;

import io.turnstile.deadletter.index.IndexUpkeep;
import io.turnstile.deadletter.index.entry.RecordedHistory.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Part of the schedules that an index has to read when it starts: those since the oldest letter about which they could tell
 * something that is not recorded.
 *
 * @param starts where to begin in each partition
 * @param since schedules that were decided from then on are read
 * @param begin from when on Kafka holds schedules; empty if it holds all of them
 * @param seen letters about which nothing older is asked
 */
record ScheduleHistory(Map<TopicPartition, Long> starts, Instant since, Optional<Instant> begin, Optional<Seen> seen) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** A request that is still to be decided may have been asked for so long ago: the longest time that few schedules fill. */
    private static final List<Duration> WAITS =
            List.of(Duration.ofDays(1), Duration.ofHours(12), Duration.ofHours(6), Duration.ofHours(3));

    private static final long FEW = 100_000;

    /** Clocks of those who decide and those who ask differ by less. */
    private static final Duration CLOCKS = Duration.ofMinutes(1);

    /**
     * Finds it.
     *
     * @param chart how far back schedules are wanted whatever letters there are
     * @param lossy whether Kafka leaves out some schedules of any time, as it does when it compacts their topic
     */
    static ScheduleHistory of(
            @Nullable Consumer<?, ?> consumer,
            Collection<TopicPartition> schedules,
            IndexUpkeep index,
            Optional<Seen> recorded,
            Instant now,
            Duration chart,
            boolean lossy) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(schedules, PATIENCE);
        Optional<Seen> seen = recorded.filter(each -> isHeld(begins, each));
        Map<TopicPartition, Long> ends = consumer.endOffsets(schedules, PATIENCE);
        Instant since = Stream.of(
                        Optional.of(now.minus(chart)),
                        longest(consumer, ends, now),
                        index.oldestWaiting().map(each -> each.minus(CLOCKS)),
                        begins.equals(ends) ? Optional.<Instant>empty() : index.oldestInQuestion(seen))
                .flatMap(Optional::stream)
                .min(Instant::compareTo)
                .orElseThrow();
        Map<TopicPartition, OffsetAndTimestamp> found = times(consumer, schedules, since);
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (TopicPartition each : schedules) {
            long start =
                    found.get(each) == null ? ends.get(each) : found.get(each).offset();
            long at = seen.map(to -> to.schedules().getOrDefault(each.partition(), begins.get(each)))
                    .orElse(start);
            starts.put(each, Math.min(start, at));
        }
        Optional<Instant> begin = lossy ? Optional.of(now) : begin(consumer, begins, now);
        return new ScheduleHistory(starts, since, begin, seen);
    }

    /** Returns since when there are few schedules. */
    private static Optional<Instant> longest(Consumer<?, ?> consumer, Map<TopicPartition, Long> ends, Instant now) {
        for (Duration each : WAITS) {
            Instant since = now.minus(each);
            long count = 0;
            for (Map.Entry<TopicPartition, OffsetAndTimestamp> start :
                    times(consumer, ends.keySet(), since).entrySet()) {
                count += start.getValue() == null
                        ? 0
                        : ends.get(start.getKey()) - start.getValue().offset();
            }
            if (count <= FEW) {
                return Optional.of(since);
            }
        }
        return Optional.empty();
    }

    private static boolean isHeld(Map<TopicPartition, Long> begins, Seen seen) {
        return begins.entrySet().stream()
                .allMatch(each -> each.getValue()
                        <= seen.schedules().getOrDefault(each.getKey().partition(), 0L));
    }

    private static Map<TopicPartition, OffsetAndTimestamp> times(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Instant since) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(each -> times.put(each, Math.max(0, since.toEpochMilli())));
        return consumer.offsetsForTimes(times, PATIENCE);
    }

    /** Returns from when on no partition lacks schedules that were there once. */
    private static Optional<Instant> begin(Consumer<?, ?> consumer, Map<TopicPartition, Long> begins, Instant now) {
        List<TopicPartition> cut = begins.entrySet().stream()
                .filter(each -> each.getValue() > 0)
                .map(Map.Entry::getKey)
                .toList();
        return cut.isEmpty()
                ? Optional.empty()
                : times(consumer, cut, Instant.EPOCH).values().stream()
                        .map(first -> first == null ? now : Instant.ofEpochMilli(first.timestamp()))
                        .max(Instant::compareTo);
    }
}
