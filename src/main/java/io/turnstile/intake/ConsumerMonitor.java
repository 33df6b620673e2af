package io.turnstile.intake;

import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import io.turnstile.kafka.Backoff;
import io.turnstile.kafka.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Notes of what one consumer does, over all its reconnects. Its polling thread writes; any thread may ask. Each note is one
 * write to a field, so that noting costs nothing next to a poll.
 */
final class ConsumerMonitor {

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerMonitor.class);
    private static final String HEARTBEAT = "last-heartbeat-seconds-ago";

    /** A fault that did not come again for so long is over, though nothing was there to commit. */
    private static final Duration FAULT_LASTS = Duration.ofSeconds(10);

    /** The same line is logged again after so long. */
    private static final Duration SAID_AGAIN = Duration.ofMinutes(1);

    /** Each of a thread's waits is shorter, and between two signs they come to less. */
    private static final Duration ALIVE_WITHIN = Duration.ofMinutes(2);

    private final String name;
    private final Heartbeat sign;
    private final IntakeMeters meters;
    private final Clock clock;
    private volatile List<KafkaClientMetrics> clients = List.of();
    private volatile @Nullable Metric heartbeat;
    private volatile @Nullable Instant lastPoll;
    private volatile @Nullable Instant lastCommit;
    private volatile @Nullable Instant outsideSince;
    private volatile @Nullable Instant lastRebalance;
    private volatile int partitions;
    private final Consumer<String> fatal;
    private final Backoff backoff = new Backoff();
    private final AtomicLong skipped = new AtomicLong();
    private final Set<TopicPartition> recreated = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Fault fault;
    private volatile @Nullable Instant undecidedSince;
    private volatile @Nullable String waitingFor;
    private volatile long oldest = Long.MAX_VALUE;

    /** @param fatal told, in one line for people, when the process cannot continue */
    ConsumerMonitor(String name, IntakeMeters meters, Clock clock, Consumer<String> fatal) {
        this.name = name;
        this.sign = new Heartbeat(name, ALIVE_WITHIN);
        this.meters = meters;
        this.clock = clock;
        this.fatal = fatal;
        this.outsideSince = clock.instant();
        sign.beat();
    }

    /**
     * Notes a fault, after which the consumer is to be created again, and says so: once, however often it comes.
     *
     * @return what to throw, so that Camel connects again whatever it was: some faults end its thread for good
     */
    RuntimeException faulted(Throwable reason) {
        Fault now = new Fault(ConsumerFaults.inOneLine(reason), clock.instant());
        Fault before = fault;
        boolean again = before != null
                && before.line.equals(now.line)
                && before.saidAt.plus(SAID_AGAIN).isAfter(now.at);
        fault = again ? new Fault(now.line, now.at, before.saidAt) : now;
        LOG.atLevel(again ? Level.DEBUG : Level.WARN)
                .log("{} reconnects to Kafka, and reads again what is not committed: {}", name, now.line);
        LOG.debug("It reconnects because of", reason);
        meters.gaveUp();
        if (ConsumerFaults.isFatal(reason)) {
            fatal.accept("Turnstile cannot continue: " + now.line + ". It ends, and is to be started again.");
        }
        return reason instanceof RuntimeException known && !(known instanceof AuthenticationException)
                ? known
                : new KafkaException(now.line, reason);
    }

    /** Returns the heartbeat of its thread. */
    Heartbeat sign() {
        return sign;
    }

    /** Returns the time of its clock, in milliseconds since the epoch. */
    long now() {
        return clock.millis();
    }

    /** Waits a while if the consumer had faults just before, longer with each. */
    void pauseAfterFaults(CountDownLatch cutShort) throws InterruptedException {
        sign.beat();
        if (fault != null) {
            if (!backoff.pause(cutShort) && Thread.interrupted()) {
                throw new InterruptedException();
            }
            sign.beat();
        }
    }

    /** Notes that requests were skipped that were never decided, because Kafka has deleted them. */
    void skipped(TopicPartition partition, long from, long to, long requests) {
        LOG.error(
                "{} undecided requests of {} are lost: Kafka deleted offsets {} to {} before they were read."
                        + " Raise the topic's retention.ms, or run Turnstile at shorter intervals.",
                requests,
                partition,
                from,
                to - 1);
        skipped.addAndGet(requests);
        meters.skipped(partition.topic(), requests);
    }

    /** Notes that a partition is read from its beginning, for it is not the one any more whose requests were decided. */
    void recreated(TopicPartition partition, long decidedTo) {
        LOG.error(
                "{} is not what it was when its requests were decided up to offset {}: the topic was deleted and created again,"
                        + " or cut short. It is read from its beginning.",
                partition,
                decidedTo);
        recreated.add(partition);
        meters.recreated(partition.topic());
    }

    /** Notes new clients, and shows their own metrics. */
    void connected(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, Producer<?, ?> producer) {
        heartbeat = consumer.metrics().values().stream()
                .filter(each -> each.metricName().name().equals(HEARTBEAT))
                .findFirst()
                .orElse(null);
        clients = meters.show(consumer, producer);
    }

    /** Notes a poll; one that only tries to join the group brings nothing and does not count. */
    void polled() {
        Instant now = clock.instant();
        sign.beat();
        if (outsideSince == null) {
            lastPoll = now;
            Fault last = fault;
            if (last != null && last.at.plus(FAULT_LASTS).isBefore(now)) {
                recovered();
            }
        }
    }

    private void recovered() {
        fault = null;
        backoff.reset();
    }

    /** Notes what it reads: counters of faults begin at 0, so that Prometheus sees the first one as an increase. */
    void reads(Collection<TopicPartition> assigned) {
        assigned.stream().map(TopicPartition::topic).distinct().forEach(meters::begin);
    }

    /** Notes that it is a member of its group, and owns so many partitions. */
    void owns(int count) {
        partitions = count;
        lastRebalance = clock.instant();
        outsideSince = null;
    }

    /** Notes records whose outcomes were committed, and how long that took. */
    void committed(List<LaneRecord> records, long nanos) {
        Instant now = clock.instant();
        lastCommit = now;
        recovered();
        meters.committed(records, nanos, now.toEpochMilli());
    }

    /**
     * Notes what is in hand now.
     *
     * @param reason what decided records wait for; empty if they only wait for the next commit
     */
    void holds(InHand hand, Optional<String> reason) {
        oldest = hand.oldest();
        waitingFor = reason.or(() -> hand.failing().stream()
                        .findFirst()
                        .map(each -> "the routes give no outcome for request "
                                + each.record().origin().id() + ": " + ConsumerFaults.inOneLine(each.failure())))
                .orElse(null);
        boolean stands = !hand.decided().isEmpty() || waitingFor != null;
        if (!stands) {
            undecidedSince = null;
        } else if (undecidedSince == null) {
            undecidedSince = clock.instant();
        }
    }

    /** Notes that its group continues without it. */
    void left() {
        partitions = 0;
        lastRebalance = null;
        outsideSince = clock.instant();
    }

    void closed() {
        left();
        heartbeat = null;
        oldest = Long.MAX_VALUE;
        undecidedSince = null;
        waitingFor = null;
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
                Optional.ofNullable(fault).map(Fault::line),
                Optional.ofNullable(undecidedSince),
                Optional.ofNullable(waitingFor),
                skipped.get(),
                Set.copyOf(recreated));
    }

    /**
     * A fault of this consumer.
     *
     * @param at when it came last
     * @param saidAt when it was logged last
     */
    private record Fault(String line, Instant at, Instant saidAt) {

        private Fault(String line, Instant at) {
            this(line, at, at);
        }
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
