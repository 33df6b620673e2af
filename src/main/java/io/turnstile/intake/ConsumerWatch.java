package io.turnstile.intake;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.Metric;

/**
 * Notes what one consumer does, over all its reconnects. Its polling thread writes; any thread may ask. Each note is one
 * write to a field, so that noting costs nothing next to a poll.
 */
final class ConsumerWatch {

    private static final String HEARTBEAT = "last-heartbeat-seconds-ago";

    private final String name;
    private final IntakeMeters meters;
    private final Clock clock;
    private volatile List<KafkaClientMetrics> clients = List.of();
    private volatile Metric heartbeat;
    private volatile Instant lastPoll;
    private volatile Instant lastCommit;
    private volatile Instant outsideSince;
    private volatile Instant lastRebalance;
    private volatile int partitions;
    private volatile String fault;
    private volatile long oldest = Long.MAX_VALUE;

    ConsumerWatch(String name, IntakeMeters meters, Clock clock) {
        this.name = name;
        this.meters = meters;
        this.clock = clock;
        this.outsideSince = clock.instant();
    }

    void failed(Exception reason) {
        fault = Objects.requireNonNullElse(reason.getMessage(), reason.toString());
    }

    /** Notes new clients, and shows their own metrics. */
    void connected(Consumer<?, ?> consumer, Producer<?, ?> producer) {
        fault = null;
        heartbeat = consumer.metrics().values().stream()
                .filter(each -> each.metricName().name().equals(HEARTBEAT))
                .findFirst()
                .orElse(null);
        clients = meters.show(consumer, producer);
    }

    /** Notes a poll; one that only tries to join the group brings nothing and does not count. */
    void polled() {
        if (outsideSince == null) {
            lastPoll = clock.instant();
        }
    }

    /** Notes that it is a member of its group, and owns so many partitions. */
    void owns(int count) {
        partitions = count;
        lastRebalance = clock.instant();
        outsideSince = null;
    }

    /** Notes records whose outcomes were committed, and how long that took. */
    void committed(List<LaneRecord> records, long nanos) {
        lastCommit = clock.instant();
        meters.committed(records, nanos);
    }

    /** Notes what is in hand now. */
    void holds(List<LaneRecord> records) {
        long least = Long.MAX_VALUE;
        for (LaneRecord each : records) {
            least = Math.min(
                    least, Math.max(each.record().readAt(), each.record().notBefore()));
        }
        oldest = least;
    }

    /** Notes that its group goes on without it. */
    void left() {
        partitions = 0;
        lastRebalance = null;
        outsideSince = clock.instant();
    }

    void closed() {
        left();
        heartbeat = null;
        oldest = Long.MAX_VALUE;
        clients.forEach(KafkaClientMetrics::close);
        clients = List.of();
    }

    /** Returns for how long the oldest record in hand could have been worked on; zero if there is none. */
    Duration ageOfOldest() {
        return Duration.ofMillis(Math.max(0, clock.millis() - Math.min(oldest, clock.millis())));
    }

    ConsumerState state() {
        return new ConsumerState(
                name,
                Optional.ofNullable(lastPoll),
                Optional.ofNullable(lastCommit),
                Optional.ofNullable(outsideSince),
                partitions,
                silence(),
                Optional.ofNullable(fault));
    }

    /**
     * Returns how long ago the coordinator was within reach: it was at the last rebalance, and whenever a heartbeat could be
     * sent. Kafka's client says the latter in seconds, and -1 before the first.
     */
    private Duration silence() {
        Metric metric = heartbeat;
        Instant rebalanced = lastRebalance;
        if (metric == null || rebalanced == null) {
            return Duration.ZERO;
        }
        Duration since = Duration.between(rebalanced, clock.instant());
        if (metric.metricValue() instanceof Double seconds && seconds >= 0) {
            Duration beat = Duration.ofMillis((long) (seconds * 1000));
            return beat.compareTo(since) < 0 ? beat : since;
        }
        return since;
    }
}
