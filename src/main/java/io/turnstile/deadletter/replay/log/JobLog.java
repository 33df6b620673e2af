package io.turnstile.deadletter.replay.log;

import io.turnstile.booking.DurationFormat;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.kafka.RecordedHistoryJson;
import io.turnstile.deadletter.replay.AuditEntry;
import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobState;
import io.turnstile.deadletter.replay.Signal;
import io.turnstile.kafka.Backoff;
import io.turnstile.kafka.Heartbeat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * History of the jobs on Kafka: every instance reads all of it, from its beginning, and can add to it. A thread of its own
 * reads; it loses nothing and continues by itself when Kafka was away. Thread-safe.
 */
public final class JobLog implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobLog.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** Asking Kafka takes a minute at worst. */
    private static final Duration ROUND_WITHIN = Duration.ofMinutes(3);

    /** An order can be as large as a megabyte. */
    private static final int KEPT_JOBS = 200;

    private static final int KEPT_LINES = 1_000;

    /** So many polls pass between two looks whether the topic is still the same. */
    private static final int POLLS_PER_LOOK = 10;

    private final JobKafka kafka;
    private final TopicPartition partition;
    private final JobBoard board = new JobBoard(KEPT_JOBS, KEPT_LINES);
    private final Signal read = new Signal();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Heartbeat heartbeat = new Heartbeat("jobs-log", ROUND_WITHIN);
    private final Thread thread;
    private @Nullable Producer<byte[], byte[]> writer;
    private volatile long position;
    private volatile @Nullable Consumer<byte[], byte[]> reader;

    public JobLog(JobKafka kafka) {
        this.kafka = kafka;
        this.partition = new TopicPartition(kafka.topics().jobs(), 0);
        this.thread = new Thread(this::follow, heartbeat.thread());
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Calls the listener after each change, on the log's thread: it must be quick. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    /** Returns who did what, the newest first: a thousand lines at most. */
    public List<AuditEntry> audit() {
        return board.audit();
    }

    /** Returns the heartbeat of its thread. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    public JobBoard board() {
        return board;
    }

    public TopicPartition partition() {
        return partition;
    }

    public Optional<JobState> find(String id) {
        return board.find(id);
    }

    /**
     * Writes an event and waits until this instance has read it.
     *
     * @throws TimeoutException in one line, if Kafka does not answer in time; the event may be there all the same
     */
    public void append(JobEvent event) throws TimeoutException, InterruptedException {
        awaitRead(
                send(event.jobId(), JobEventJson.write(event)) + 1,
                () -> !(event instanceof JobEvent.Submitted)
                        || find(event.jobId()).isPresent());
    }

    /**
     * Writes a recorded history.
     *
     * @return its offset
     */
    public long record(RecordedHistory history, Instant at) throws TimeoutException, InterruptedException {
        return send(RecordedHistoryJson.write(history, at));
    }

    /** Writes a record that is no event of a job; returns its offset. */
    long send(byte[] value) throws TimeoutException, InterruptedException {
        return send("", value);
    }

    private long send(String key, byte[] value) throws TimeoutException, InterruptedException {
        try {
            return writer().send(new ProducerRecord<>(partition.topic(), partition.partition(), bytes(key), value))
                    .get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .offset();
        } catch (ExecutionException | KafkaException | TimeoutException e) {
            LOG.debug("An event of a job was not written", e);
            throw new TimeoutException("Kafka did not take it within " + DurationFormat.text(PATIENCE)
                    + ": look at the jobs before you try again");
        }
    }

    /** Waits until everything before an offset was read. */
    public void awaitRead(long end) throws TimeoutException, InterruptedException {
        awaitRead(end, () -> true);
    }

    /** Waits for more too: on a topic that was created again, an offset that was read says nothing. */
    private void awaitRead(long end, BooleanSupplier shows) throws TimeoutException, InterruptedException {
        if (!read.await(() -> position >= end && shows.getAsBoolean(), PATIENCE)) {
            throw new TimeoutException("The jobs were not read from Kafka within " + DurationFormat.text(PATIENCE));
        }
    }

    private synchronized Producer<byte[], byte[]> writer() {
        if (writer == null) {
            writer = kafka.writer();
        }
        return writer;
    }

    private void follow() {
        try (TopicIdentity identity = kafka.identity()) {
            follow(identity);
        }
    }

    private void follow(TopicIdentity identity) {
        Backoff backoff = new Backoff();
        while (closed.getCount() > 0) {
            heartbeat.beat();
            Consumer<byte[], byte[]> consumer = null;
            try {
                consumer = kafka.reader("log");
                reader = consumer;
                consumer.assign(List.of(partition));
                consumer.seek(partition, position);
                follow(consumer, identity, backoff);
            } catch (WakeupException | InterruptException e) {
                return;
            } catch (KafkaException e) {
                if (backoff.isFirst()) {
                    LOG.warn("The jobs cannot be read at present: {}", e.getMessage());
                }
                if (!backoff.pause(closed)) {
                    return;
                }
            } finally {
                JobKafka.close(consumer);
            }
        }
    }

    private void follow(Consumer<byte[], byte[]> consumer, TopicIdentity identity, Backoff backoff) {
        for (int polls = 0; closed.getCount() > 0; polls++) {
            heartbeat.beat();
            if (polls % POLLS_PER_LOOK == 0 && identity.hasChanged()) {
                // It may have grown past the old offset already: what stands before that was not read.
                writeAgain();
                position = 0;
                consumer.seekToBeginning(List.of(partition));
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(POLL);
            long now = consumer.position(partition);
            if ((records.isEmpty() ? now : records.iterator().next().offset()) < position) {
                identity.hasChanged();
                writeAgain();
            }
            for (ConsumerRecord<byte[], byte[]> each : records) {
                JobEventJson.read(each.value()).ifPresent(board::add);
            }
            position = now;
            read.raise();
            if (!records.isEmpty()) {
                listeners.forEach(Runnable::run);
            }
            backoff.reset();
        }
    }

    /** Writes the jobs that are to be run to a topic that was created again and has lost them: a restart would forget them. */
    private void writeAgain() {
        List<JobState> wanted = board.wanted();
        LOG.warn(
                "The topic {} was created again: {} unfinished job(s) are written to it again and continue; finished, stopped and"
                        + " cancelled ones, and the audit, are lost with the next restart",
                partition.topic(),
                wanted.size());
        for (JobState job : wanted) {
            heartbeat.beat();
            byte[] value = JobEventJson.write(job.submitted());
            writer().send(
                            new ProducerRecord<>(partition.topic(), partition.partition(), bytes(job.id()), value),
                            (written, fault) -> {
                                if (fault != null) {
                                    LOG.warn(
                                            "Job {} could not be written again: if this instance restarts before it ends, order"
                                                    + " it once more",
                                            job.id());
                                    LOG.debug("It was not written again because of", fault);
                                }
                            });
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> polling = reader;
        if (polling != null) {
            polling.wakeup();
        }
        synchronized (this) {
            if (writer != null) {
                writer.close(Duration.ofSeconds(1));
            }
        }
    }
}
