package io.turnstile.deadletter.index;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of the index: first letters and resolutions, then also the schedules since the oldest letter about which
 * they could tell something. A schedule is passed on after all resolutions that were on Kafka when it was read, also those whose
 * commit does not show yet: Kafka marks the partitions of a transaction one after the other. One thread's.
 */
final class FeedReader {

    private static final Logger LOG = LoggerFactory.getLogger(FeedReader.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** How far back the counts per minute go. */
    private static final Duration CHART = Duration.ofHours(2);

    @FunctionalInterface
    interface Sink<T> {
        void put(T item) throws InterruptedException;
    }

    private enum Phase {
        LETTERS,
        SCHEDULES,
        LIVE
    }

    private record Held(FeedBatch schedules, Map<TopicPartition, Long> after) {}

    private final FeedConfig config;
    private final LetterIndex index;
    private final Clock clock;
    private final FeedProgress progress;
    private final Sink<FeedBatch> batches;
    private final Sink<Runnable> work;

    /** Up to where everything was passed on. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private final Deletions deletions;

    private final Deque<Held> held = new ArrayDeque<>();
    private Phase phase = Phase.LETTERS;
    private Map<TopicPartition, Long> goal;
    private volatile KafkaConsumer<byte[], byte[]> consumer;
    private volatile KafkaConsumer<byte[], byte[]> uncommitted;
    private volatile boolean stopped;
    private long lookedAt;

    FeedReader(
            FeedConfig config,
            LetterIndex index,
            Clock clock,
            FeedProgress progress,
            Sink<FeedBatch> batches,
            Sink<Runnable> work) {
        this.config = config;
        this.index = index;
        this.clock = clock;
        this.progress = progress;
        this.batches = batches;
        this.work = work;
        this.deletions = new Deletions(index);
    }

    /** Reads until stopped, or something fails; then it can be called again, and goes on. */
    void read() throws InterruptedException {
        held.clear();
        consumer = new KafkaConsumer<>(properties());
        uncommitted = new KafkaConsumer<>(uncommittedProperties());
        try {
            assign();
            while (!stopped) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
                pass(records);
                look();
                advance();
            }
        } catch (WakeupException e) {
            LOG.debug("Woken up to stop", e);
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        } finally {
            uncommitted.close(CloseOptions.timeout(Duration.ZERO));
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    /** Has it end soon. Any thread may call this. */
    void stop() {
        stopped = true;
        Stream.of(Optional.ofNullable(consumer), Optional.ofNullable(uncommitted))
                .flatMap(Optional::stream)
                .forEach(KafkaConsumer::wakeup);
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = config.consumer("-index");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4_000);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return properties;
    }

    private Map<String, Object> uncommittedProperties() {
        Map<String, Object> properties = config.consumer("-index-ends");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return properties;
    }

    private void assign() {
        List<TopicPartition> schedules = partitions(config.schedules());
        List<TopicPartition> letters = new ArrayList<>(partitions(config.deadLetters()));
        letters.addAll(partitions(config.resolutions()));
        consumer.assign(Stream.concat(letters.stream(), schedules.stream()).toList());
        for (TopicPartition each : consumer.assignment()) {
            Long position = positions.get(each);
            if (position == null) {
                consumer.seekToBeginning(List.of(each));
            } else {
                consumer.seek(each, position);
            }
        }
        if (phase == Phase.LETTERS) {
            consumer.pause(schedules);
        }
        if (goal == null) {
            goal = ends(letters);
            progress.ends(goal);
        }
    }

    private List<TopicPartition> partitions(String topic) {
        List<PartitionInfo> found = consumer.partitionsFor(topic, PATIENCE);
        if (found == null || found.isEmpty()) {
            throw new KafkaException("Kafka has no topic " + topic);
        }
        return found.stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList();
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions) {
        return consumer.endOffsets(partitions, PATIENCE);
    }

    private void pass(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        FeedBatch batch = new FeedBatch();
        FeedBatch later = new FeedBatch();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.topic().equals(config.deadLetters())) {
                batch.letters().add(LetterParser.entry(record));
            } else if (record.topic().equals(config.resolutions())) {
                ResolutionParser.entry(record).ifPresent(batch.resolutions()::add);
            } else {
                later.schedules().add(ScheduleParser.entry(record));
            }
        }
        for (TopicPartition each : consumer.assignment()) {
            boolean schedules = each.topic().equals(config.schedules());
            if (schedules && phase == Phase.LETTERS) {
                continue;
            }
            FeedBatch itsBatch = schedules ? later : batch;
            itsBatch.positions().put(each, consumer.position(each, PATIENCE));
        }
        passOn(batch);
        if (!later.schedules().isEmpty()) {
            held.add(new Held(later, uncommitted.endOffsets(of(config.resolutions()), PATIENCE)));
        } else if (held.isEmpty()) {
            passOn(later);
        }
        while (!held.isEmpty() && reached(held.peek().after())) {
            passOn(held.remove().schedules());
        }
    }

    private boolean reached(Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private List<TopicPartition> of(String topic) {
        return consumer.assignment().stream()
                .filter(each -> each.topic().equals(topic))
                .toList();
    }

    private void passOn(FeedBatch batch) throws InterruptedException {
        if (!positions.entrySet().containsAll(batch.positions().entrySet())) {
            batches.put(batch);
            positions.putAll(batch.positions());
        }
    }

    /** Learns how far behind it is, what is gone, and whether Kafka answers at all, for reading nothing looks the same either way. */
    private void look() throws InterruptedException {
        long now = System.nanoTime();
        if (now - lookedAt > LOOK.toNanos()) {
            lookedAt = now;
            List<TopicPartition> read = new ArrayList<>(consumer.assignment());
            read.removeAll(consumer.paused());
            progress.ends(ends(read));
            progress.goesOn(FeedProgress.Part.READING);
            if (phase == Phase.LIVE) {
                for (Runnable each : deletions.since(consumer.beginningOffsets(of(config.deadLetters()), PATIENCE))) {
                    work.put(each);
                }
            }
        }
    }

    private void advance() throws InterruptedException {
        if (phase == Phase.LETTERS && reached(goal)) {
            work.put(index::endBulk);
            CompletableFuture<Instant> since = new CompletableFuture<>();
            work.put(() -> since.complete(index.oldestUnsettled().orElse(Instant.MAX)));
            Instant chart = clock.instant().minus(CHART);
            Instant oldest = get(since);
            startSchedules(oldest.isBefore(chart) ? oldest : chart);
        } else if (phase == Phase.SCHEDULES && reached(goal)) {
            phase = Phase.LIVE;
            work.put(progress::ready);
        }
    }

    private void startSchedules(Instant since) {
        List<TopicPartition> schedules = of(config.schedules());
        Map<TopicPartition, Long> times = new HashMap<>();
        schedules.forEach(each -> times.put(each, Math.max(0, since.toEpochMilli())));
        Map<TopicPartition, OffsetAndTimestamp> starts = consumer.offsetsForTimes(times, PATIENCE);
        goal = ends(schedules);
        for (TopicPartition each : schedules) {
            OffsetAndTimestamp start = starts.get(each);
            positions.put(each, start == null ? goal.get(each) : start.offset());
            consumer.seek(each, positions.get(each));
        }
        consumer.resume(schedules);
        phase = Phase.SCHEDULES;
    }

    /** Waits for what the writing thread is to answer, but not once this is stopped: that thread may be gone then. */
    private Instant get(CompletableFuture<Instant> answer) throws InterruptedException {
        while (!stopped) {
            try {
                return answer.get(LOOK.toMillis(), TimeUnit.MILLISECONDS);
            } catch (java.util.concurrent.TimeoutException e) {
                LOG.debug("The index is still being built", e);
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause());
            }
        }
        throw new WakeupException();
    }
}
