package io.turnstile.deadletter.job;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the jobs, one after the other, while this instance owns them. What it writes is written in transactions under one name
 * for the whole group, and it starts each job from what Kafka holds, never from memory: so each letter is taken once, whoever
 * orders, wherever, whatever dies. A thread of its own; it goes on by itself when Kafka was away.
 */
final class Runner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Runner.class);
    private static final Duration IDLE = Duration.ofMinutes(1);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final long CLOSE_MS = 5_000;

    private final JobKafka kafka;
    private final JobLog log;
    private final Known known;
    private final RunParts parts;
    private final Clock clock;
    private final Signal changed = new Signal();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Ownership ownership;
    private final Thread thread = new Thread(this::stay, "jobs-runner");
    private volatile Now now = new Now("", "");

    private record Now(String jobId, String why) {}

    Runner(JobKafka kafka, JobLog log, Known known, RunParts parts, Clock clock) {
        this.kafka = kafka;
        this.log = log;
        this.known = known;
        this.parts = parts;
        this.clock = clock;
        this.ownership = new Ownership(kafka, changed);
        thread.setDaemon(true);
    }

    void start() {
        log.onChange(changed::raise);
        ownership.start();
        thread.start();
    }

    /** Says what a job waits for, if it is run here and waits for something. */
    Optional<String> waitsFor(String jobId) {
        Now seen = now;
        return seen.jobId().equals(jobId) && !seen.why().isEmpty() ? Optional.of(seen.why()) : Optional.empty();
    }

    private boolean mayRun() {
        return closed.getCount() > 0 && ownership.isOwned();
    }

    private void stay() {
        Pauses pauses = new Pauses(closed);
        while (!pauses.isClosed()) {
            try {
                if (changed.await(() -> pauses.isClosed() || isDue(), IDLE) && !pauses.isClosed()) {
                    runJobs(pauses);
                }
            } catch (InterruptedException | InterruptException e) {
                return;
            } catch (KafkaException | TimeoutException e) {
                LOG.warn("A job is interrupted and will go on: {}", e.getMessage());
                LOG.debug("The job was interrupted because of", e);
                pauseAfter(pauses, e);
            } catch (RuntimeException e) {
                LOG.error("A job is interrupted and will go on", e);
                pauseAfter(pauses, e);
            }
        }
    }

    private void pauseAfter(Pauses pauses, Exception fault) {
        now = new Now(log.board().first().map(JobState::id).orElse(""), "Waits: " + fault.getMessage());
        if (!pauses.pause()) {
            closed.countDown();
        }
    }

    private boolean isDue() {
        return ownership.isOwned() && log.board().first().isPresent();
    }

    private void runJobs(Pauses pauses) throws TimeoutException, InterruptedException {
        try (JobWriter writer = new JobWriter(kafka, clock)) {
            catchUp();
            for (Optional<JobState> next = log.board().first();
                    mayRun() && next.isPresent();
                    next = log.board().first()) {
                run(next.get(), writer, pauses);
                catchUp();
            }
        } finally {
            now = new Now("", "");
        }
    }

    /** Waits until this instance has read all that was written before: nobody else can write from here on. */
    private void catchUp() throws TimeoutException, InterruptedException {
        Map<TopicPartition, Long> ends = ends();
        log.awaitRead(ends.remove(log.partition()));
        while (mayRun() && !reaches(known.read(), ends)) {
            now = new Now(
                    log.board().first().map(JobState::id).orElse(""),
                    "Waits until the index of the dead letters shows all that was resolved.");
            changed.await(() -> !mayRun(), LOOK);
        }
    }

    private static boolean reaches(Map<TopicPartition, Long> read, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> read.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }

    /**
     * Returns the ends of what is committed, and for resolutions of what is written: Kafka answers a commit before it shows
     * it, and until then the letters seem open.
     */
    private Map<TopicPartition, Long> ends() {
        Map<TopicPartition, Long> ends = new HashMap<>();
        try (Consumer<byte[], byte[]> committed = kafka.reader("ends");
                Consumer<byte[], byte[]> written = kafka.uncommittedReader("resolution-ends")) {
            ends.putAll(ends(committed, kafka.topics().jobs()));
            ends.putAll(ends(committed, kafka.topics().deadLetters()));
            ends.putAll(ends(written, kafka.topics().resolutions()));
        }
        return ends;
    }

    private static Map<TopicPartition, Long> ends(Consumer<byte[], byte[]> reader, String topic) {
        return reader.endOffsets(reader.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList());
    }

    private void run(JobState job, JobWriter writer, Pauses pauses) throws TimeoutException, InterruptedException {
        LOG.info("Job {} of {} runs.", job.id(), job.submitted().by());
        now = new Now(job.id(), "");
        JobRun run = new JobRun(job, parts, writer);
        while (mayRun() && isWanted(job)) {
            JobRun.Step step = run.step();
            pauses.reset();
            if (step instanceof JobRun.Step.Waits waits) {
                now = new Now(job.id(), waits.why());
                changed.await(() -> !mayRun() || !isWanted(job), Duration.ofMillis(waits.millis()));
            } else if (step instanceof JobRun.Step.Stops stops) {
                LOG.warn("Job {} stopped: {}", job.id(), stops.why());
                writer.note(new JobEvent.Stopped(job.id(), clock.instant(), stops.why()));
                return;
            } else if (step instanceof JobRun.Step.Ended ended) {
                finish(job, writer, ended.leftOut());
                return;
            }
        }
    }

    /** Returns whether nobody cancelled it, nor cancelled and resumed it, since the run began. */
    private boolean isWanted(JobState job) {
        return log.find(job.id())
                .filter(JobState::isWanted)
                .map(JobState::turn)
                .filter(turn -> turn == job.turn())
                .isPresent();
    }

    private void finish(JobState job, JobWriter writer, List<Plan.LeftOut> leftOut)
            throws TimeoutException, InterruptedException {
        catchUp();
        if (!mayRun()) {
            return;
        }
        long done = parts.index().jobCount(job.id()).done();
        List<Plan.LeftOut> all = LeftOuts.withResolved(job.submitted(), done, leftOut);
        String leftOuts = LeftOuts.sentence(all);
        LOG.info("Job {} finished: {} done.{}", job.id(), done, leftOuts.isEmpty() ? "" : " " + leftOuts);
        writer.note(new JobEvent.Finished(job.id(), clock.instant(), done, all));
    }

    /** Ends after the letters that are being written, and leaves the jobs to others. */
    @Override
    public void close() {
        closed.countDown();
        changed.raise();
        try {
            thread.join(CLOSE_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
        ownership.close();
    }
}
