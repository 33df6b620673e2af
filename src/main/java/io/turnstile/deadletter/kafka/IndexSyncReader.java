package io.turnstile.deadletter.kafka;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.IndexBatch;
import io.turnstile.deadletter.index.entry.RecordedHistory.Seen;
import io.turnstile.kafka.Deadline;
import io.turnstile.kafka.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reader of the topics of the index: first letters, resolutions and recorded histories, then also the schedules since the oldest
 * letter about which they could tell something. Letters and schedules are passed on after all resolutions that were on Kafka when
 * they were read, also those whose commit does not show yet: Kafka marks the partitions of a transaction one after the other.
 * One thread's.
 */
final class IndexSyncReader {

    private static final Logger LOG = LoggerFactory.getLogger(IndexSyncReader.class);
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

    private record Held(IndexBatch batch, Map<TopicPartition, Long> after) {}

    private final IndexSyncConfig config;
    private final LetterIndex index;
    private final Clock clock;
    private final IndexSyncProgress progress;
    private final Sink<IndexBatch> batches;
    private final Sink<Runnable> work;
    private final Heartbeat heartbeat;

    /** Up to where everything was passed on. */
    private final Map<TopicPartition, Long> positions = new HashMap<>();

    private final Deletions deletions;

    private final Deque<Held> heldLetters = new ArrayDeque<>();
    private final Deque<Held> heldSchedules = new ArrayDeque<>();
    private Phase phase = Phase.LETTERS;
    private @Nullable Map<TopicPartition, Long> goal;
    private Optional<Instant> begin = Optional.empty();
    private Optional<Seen> seen = Optional.empty();
    private @Nullable TopicMonitor topics;
    private Map<String, TopicMonitor.Topic> before = Map.of();
    private volatile @Nullable KafkaConsumer<byte[], byte[]> consumer;
    private volatile @Nullable KafkaConsumer<byte[], byte[]> uncommitted;
    private volatile boolean stopped;
    private Deadline nextLook = Deadline.in(Duration.ZERO);

    IndexSyncReader(
            IndexSyncConfig config,
            LetterIndex index,
            Clock clock,
            IndexSyncProgress progress,
            Sink<IndexBatch> batches,
            Sink<Runnable> work,
            Heartbeat heartbeat) {
        this.config = config;
        this.index = index;
        this.clock = clock;
        this.progress = progress;
        this.batches = batches;
        this.work = work;
        this.heartbeat = heartbeat;
        this.deletions = new Deletions(index);
    }

    /** Reads until stopped, or something fails; then it can be called again, and continues. */
    void read() throws InterruptedException {
        Admin admin = Admin.create(config.clients().client("-index-topics"));
        topics = new TopicMonitor(
                admin,
                List.of(config.deadLetters(), config.resolutions(), config.schedules(), config.jobs()),
                PATIENCE);
        consumer = new KafkaConsumer<>(properties());
        uncommitted = new KafkaConsumer<>(uncommittedProperties());
        try {
            Optional<String> rewound = Optional.empty();
            while (!stopped) {
                compareTopics(rewound);
                assign();
                rewound = follow();
            }
        } catch (WakeupException e) {
            LOG.debug("Woken up to stop", e);
        } catch (TimeoutException e) {
            throw new KafkaException("Kafka does not answer", e);
        } finally {
            topics.close();
            uncommitted.close(CloseOptions.timeout(Duration.ZERO));
            consumer.close(CloseOptions.timeout(Duration.ZERO));
        }
    }

    /**
     * Reads until the topics are others than those that are assigned.
     *
     * @return a topic that lost records
     */
    private Optional<String> follow() throws InterruptedException {
        while (!stopped) {
            heartbeat.beat();
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            Optional<String> rewound = rewound();
            if (rewound.isPresent()) {
                return rewound;
            }
            pass(records);
            if (look()) {
                return Optional.empty();
            }
            advance();
        }
        return Optional.empty();
    }

    /** Has it end soon. Any thread may call this. */
    void stop() {
        stopped = true;
        Stream.of(Optional.ofNullable(consumer), Optional.ofNullable(uncommitted))
                .flatMap(Optional::stream)
                .forEach(KafkaConsumer::wakeup);
    }

    private Map<String, Object> properties() {
        Map<String, Object> properties = config.clients().reader("-index");
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 4_000);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        return properties;
    }

    private Map<String, Object> uncommittedProperties() {
        Map<String, Object> properties = config.clients().reader("-index-ends");
        properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_uncommitted");
        return properties;
    }

    /** Forgets what was read of a topic that is another one now, or that lost records. */
    private void compareTopics(Optional<String> rewound) throws InterruptedException {
        topics.refresh();
        for (Map.Entry<String, TopicMonitor.Topic> each : topics.known().entrySet()) {
            TopicMonitor.Topic was = before.get(each.getKey());
            String identity = each.getValue().identity();
            if (was != null && !was.identity().equals(identity)) {
                forget(each.getKey(), "was created again");
            } else if (rewound.filter(each.getKey()::equals).isPresent()) {
                forget(each.getKey(), "lost records");
            }
            work.put(() -> index.upkeep().identify(each.getKey(), identity));
        }
        before = topics.known();
    }

    /** Returns a topic of which Kafka lost records that were read, as it does when it elects a leader that had not got them. */
    private Optional<String> rewound() {
        for (TopicPartition each : consumer.assignment()) {
            Long position = positions.get(each);
            if (position != null && !consumer.paused().contains(each) && consumer.position(each, PATIENCE) < position) {
                return Optional.of(each.topic());
            }
        }
        return Optional.empty();
    }

    private void forget(String topic, String why) throws InterruptedException {
        positions.keySet().removeIf(each -> each.topic().equals(topic));
        heldLetters.clear();
        heldSchedules.clear();
        progress.forget(topic);
        if (phase != Phase.LIVE) {
            goal = null;
        }
        if (topic.equals(config.deadLetters())) {
            work.put(deletions.all(topic, why));
        } else {
            work.put(() -> index.upkeep().forgetPositions(topic, topic.equals(config.schedules())));
            LOG.warn("{} {}: it is read from its beginning.", topic, why);
        }
    }

    private void assign() {
        heldLetters.clear();
        heldSchedules.clear();
        List<TopicPartition> schedules = partitions(config.schedules());
        List<TopicPartition> others = new ArrayList<>(partitions(config.deadLetters()));
        others.addAll(partitions(config.resolutions()));
        others.addAll(partitions(config.jobs()));
        consumer.assign(Stream.concat(others.stream(), schedules.stream()).toList());
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
            goal = ends(phase == Phase.LETTERS ? others : schedules);
            progress.ends(goal);
        }
    }

    private List<TopicPartition> partitions(String topic) {
        return topics.known().get(topic).partitions();
    }

    private Map<TopicPartition, Long> ends(List<TopicPartition> partitions) {
        return consumer.endOffsets(partitions, PATIENCE);
    }

    private void pass(ConsumerRecords<byte[], byte[]> records) throws InterruptedException {
        IndexBatch batch = new IndexBatch();
        IndexBatch letters = new IndexBatch();
        IndexBatch schedules = new IndexBatch();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            if (record.topic().equals(config.deadLetters())) {
                letters.letters().add(LetterParser.entry(record));
            } else if (record.topic().equals(config.resolutions())) {
                ResolutionParser.entry(record).ifPresent(batch.resolutions()::add);
            } else if (record.topic().equals(config.jobs())) {
                RecordedHistoryJson.read(record.value()).ifPresent(batch.histories()::add);
            } else {
                schedules.schedules().add(ScheduleParser.entry(record));
            }
        }
        for (TopicPartition each : consumer.assignment()) {
            if (!consumer.paused().contains(each)) {
                IndexBatch its = each.topic().equals(config.schedules())
                        ? schedules
                        : each.topic().equals(config.deadLetters()) ? letters : batch;
                its.positions().put(each, consumer.position(each, PATIENCE));
            }
        }
        passOn(batch);
        pass(letters, heldLetters);
        pass(schedules, heldSchedules);
    }

    /** Passes records on after the resolutions that they ask for, and after those of their topic that came before. */
    private void pass(IndexBatch batch, Deque<Held> held) throws InterruptedException {
        if (phase != Phase.LETTERS && asksForResolutions(batch)) {
            held.add(new Held(batch, uncommitted.endOffsets(partitions(config.resolutions()), PATIENCE)));
        } else if (held.isEmpty()) {
            passOn(batch);
        } else if (batch.hasRecords()) {
            held.add(new Held(batch, Map.of()));
        }
        while (!held.isEmpty() && reached(held.peek().after())) {
            passOn(held.remove().batch());
        }
    }

    private static boolean asksForResolutions(IndexBatch batch) {
        return !batch.schedules().isEmpty()
                || batch.letters().stream().anyMatch(each -> each.letter().replays() > 0);
    }

    private boolean reached(@Nullable Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> positions.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    private void passOn(IndexBatch batch) throws InterruptedException {
        if (!positions.entrySet().containsAll(batch.positions().entrySet())) {
            batches.put(batch);
            positions.putAll(batch.positions());
        }
    }

    /**
     * Learns how far behind it is, what is gone, and whether Kafka answers at all, for reading nothing looks the same either way.
     *
     * @return whether the topics have other partitions now, or are others
     */
    private boolean look() throws InterruptedException {
        if (!nextLook.isOver()) {
            return false;
        }
        nextLook = Deadline.in(LOOK);
        if (topics.isChanged()) {
            return true;
        }
        List<TopicPartition> read = new ArrayList<>(consumer.assignment());
        read.removeAll(consumer.paused());
        progress.ends(ends(read));
        progress.goesOn(IndexSyncProgress.Part.READING);
        if (phase == Phase.LIVE) {
            for (Runnable each :
                    deletions.since(consumer.beginningOffsets(partitions(config.deadLetters()), PATIENCE))) {
                work.put(each);
            }
        }
        return false;
    }

    private void advance() throws InterruptedException {
        if (phase == Phase.LETTERS && reached(goal)) {
            work.put(index::endBulk);
            CompletableFuture<Optional<Seen>> ended = new CompletableFuture<>();
            work.put(() -> ended.complete(index.upkeep().seen(config.deadLetters(), config.schedules())));
            startSchedules(get(ended));
        } else if (phase == Phase.SCHEDULES && reached(goal)) {
            phase = Phase.LIVE;
            work.put(() -> {
                begin.ifPresent(from -> index.upkeep().limitHistory(from, seen));
                index.upkeep().compares(config.deadLetters(), config.schedules());
                progress.ready();
            });
        }
    }

    private void startSchedules(Optional<Seen> recorded) throws InterruptedException {
        List<TopicPartition> schedules = partitions(config.schedules());
        ScheduleHistory history = ScheduleHistory.of(
                consumer,
                schedules,
                index.upkeep(),
                recorded,
                clock.instant(),
                CHART,
                topics.isCompacted(config.schedules()));
        begin = history.begin();
        seen = history.seen();
        index.upkeep().beginSchedules(history.since(), seen);
        goal = ends(schedules);
        for (TopicPartition each : schedules) {
            positions.put(each, history.starts().get(each));
            consumer.seek(each, positions.get(each));
        }
        consumer.resume(schedules);
        phase = Phase.SCHEDULES;
    }

    /** Waits for what the writing thread is to answer, but not once this is stopped: that thread may be gone then. */
    private <T> T get(CompletableFuture<T> answer) throws InterruptedException {
        while (!stopped) {
            heartbeat.beat();
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
