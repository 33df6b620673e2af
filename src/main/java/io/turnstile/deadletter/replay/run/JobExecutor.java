package io.turnstile.deadletter.replay.run;

import io.turnstile.deadletter.index.entry.IndexException;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobState;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.deadletter.replay.Signal;
import io.turnstile.deadletter.replay.SkippedLetters;
import io.turnstile.deadletter.replay.log.HistoryRecorder;
import io.turnstile.deadletter.replay.log.JobKafka;
import io.turnstile.deadletter.replay.log.JobLeadership;
import io.turnstile.deadletter.replay.log.JobLog;
import io.turnstile.deadletter.replay.log.JobWriter;
import io.turnstile.kafka.Backoff;
import io.turnstile.kafka.Heartbeat;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Thread that runs the jobs while this instance owns them; they take turns, those that call nobody first. What it writes is
 * written in transactions under one name for the whole group, and it starts each job from what Kafka holds, never from memory: so
 * each letter is taken once, whoever orders, wherever, whatever dies. It continues by itself when Kafka was away.
 */
final class JobExecutor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobExecutor.class);
    private static final Duration IDLE = Duration.ofSeconds(1);
    private static final Duration LOOK = Duration.ofMillis(20);
    private static final long CLOSE_MS = 5_000;

    /** Asking Kafka takes a minute at worst, and a step of a job less. */
    private static final Duration ROUND_WITHIN = Duration.ofMinutes(3);

    private final JobKafka kafka;
    private final JobLog log;
    private final JobRun.Parts parts;
    private final Clock clock;
    private final UnseenLetters unseen;
    private final HistoryRecorder recorder;
    private final Signal changed = new Signal();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final JobLeadership ownership;
    private final Map<String, String> waits = new ConcurrentHashMap<>();
    private final Heartbeat heartbeat = new Heartbeat("jobs-runner", ROUND_WITHIN);
    private final Thread thread = new Thread(this::stay, heartbeat.thread());

    JobExecutor(JobKafka kafka, JobLog log, JobRun.Parts parts, Clock clock) {
        this.kafka = kafka;
        this.log = log;
        this.parts = parts;
        this.clock = clock;
        this.unseen = new UnseenLetters(parts.index(), parts.topic(), log.board()::all);
        this.recorder = new HistoryRecorder(parts.index(), log, clock);
        this.ownership = new JobLeadership(kafka, changed);
        thread.setDaemon(true);
    }

    void start() {
        log.onChange(changed::raise);
        ownership.start();
        thread.start();
    }

    /** Returns the heartbeats of its threads. */
    List<Heartbeat> heartbeats() {
        return List.of(heartbeat, ownership.heartbeat());
    }

    /** Returns what a job waits for, if it is run here and waits for something. */
    Optional<String> waitsFor(String jobId) {
        return Optional.ofNullable(waits.get(jobId)).filter(why -> !why.isEmpty());
    }

    private boolean mayRun() {
        return closed.getCount() > 0 && ownership.isOwned();
    }

    private void stay() {
        Backoff backoff = new Backoff();
        while (closed.getCount() > 0) {
            heartbeat.beat();
            try {
                if (changed.await(() -> closed.getCount() == 0 || isDue(), IDLE) && closed.getCount() > 0) {
                    runJobs(backoff);
                } else if (mayRun()) {
                    recorder.record();
                }
            } catch (InterruptedException | InterruptException e) {
                return;
            } catch (KafkaException | TimeoutException | IndexException e) {
                LOG.warn("Jobs are interrupted and will continue: {}", e.getMessage());
                LOG.debug("They were interrupted because of", e);
                pauseAfter(backoff, e);
            } catch (RuntimeException e) {
                LOG.error("Jobs are interrupted and will continue", e);
                pauseAfter(backoff, e);
            }
        }
    }

    private void pauseAfter(Backoff backoff, Exception fault) {
        waitFor("Waits: " + fault.getMessage());
        if (!backoff.pause(closed)) {
            closed.countDown();
        }
    }

    private void waitFor(String why) {
        log.board().wanted().forEach(job -> waits.put(job.id(), why));
    }

    private boolean isDue() {
        return ownership.isOwned() && !log.board().wanted().isEmpty();
    }

    private void runJobs(Backoff backoff) throws TimeoutException, InterruptedException {
        try (JobWriter writer = new JobWriter(kafka, clock)) {
            Map<TopicPartition, Long> known = catchUp();
            Turns turns = new Turns(writer, known);
            while (mayRun() && !log.board().wanted().isEmpty()) {
                turns.take(log.board().wanted());
                backoff.reset();
                recorder.record();
            }
        }
        waits.clear();
    }

    /**
     * Waits until this instance has read all that was written before: nobody else can write from here on.
     *
     * @return up to where that is
     */
    private Map<TopicPartition, Long> catchUp() throws TimeoutException, InterruptedException {
        Map<TopicPartition, Long> ends = ends();
        log.awaitRead(ends.getOrDefault(log.partition(), 0L));
        while (mayRun() && !shows(ends)) {
            heartbeat.beat();
            waitFor("Waits until the index of the dead letters shows all that was resolved.");
            changed.await(() -> !mayRun(), LOOK);
        }
        return ends;
    }

    private boolean shows(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> shown = parts.index().positions();
        return ends.entrySet().stream().allMatch(end -> shown.getOrDefault(end.getKey(), 0L) >= end.getValue());
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

    private Map<TopicPartition, Long> ends(Consumer<byte[], byte[]> reader, String topic) {
        heartbeat.beat();
        return reader.endOffsets(reader.partitionsFor(topic).stream()
                .map(each -> new TopicPartition(topic, each.partition()))
                .toList());
    }

    /** Turns of the jobs at one writer. */
    private final class Turns {

        private final JobWriter writer;
        private final Map<TopicPartition, Long> known;
        private final TakenLetters taken = new TakenLetters();
        private final Map<Long, JobRun> runs = new HashMap<>();
        private final Map<Long, Ending> endings = new HashMap<>();

        /** How many runs share the replays that may be undecided. */
        private int replaying = 1;

        /** Job that wrote all its letters, until the index shows them. */
        private record Ending(Map<TopicPartition, Long> ends, List<Plan.LeftOut> leftOut) {}

        Turns(JobWriter writer, Map<TopicPartition, Long> known) {
            this.writer = writer;
            this.known = known;
        }

        /** Lets each job do a step; waits if none can. */
        void take(List<JobState> wanted) throws TimeoutException, InterruptedException {
            List<Long> numbers = wanted.stream().map(JobState::turn).toList();
            runs.keySet().retainAll(numbers);
            endings.keySet().retainAll(numbers);
            taken.forget(parts.index().positions());
            replaying = Math.max(1, (int) wanted.stream()
                    .filter(each -> isReplay(each) && !endings.containsKey(each.turn()))
                    .count());
            long millis = Long.MAX_VALUE;
            for (JobState each : wanted) {
                if (isReplay(each)) {
                    millis = Math.min(millis, stepOthers(log.board().wanted()));
                    millis = Math.min(millis, step(each));
                }
            }
            millis = Math.min(millis, stepOthers(log.board().wanted()));
            if (millis > 0 && mayRun()) {
                List<Long> now = numbers;
                changed.await(
                        () -> !mayRun()
                                || !log.board().wanted().stream()
                                        .map(JobState::turn)
                                        .toList()
                                        .equals(now),
                        Duration.ofMillis(Math.min(millis, IDLE.toMillis())));
            }
        }

        private static boolean isReplay(JobState job) {
            return job.submitted().order().action() == Action.REPLAY;
        }

        /** Continues those that call nobody. */
        private long stepOthers(List<JobState> wanted) throws TimeoutException, InterruptedException {
            long millis = Long.MAX_VALUE;
            for (JobState each : wanted) {
                if (!isReplay(each)) {
                    millis = Math.min(millis, step(each));
                }
            }
            return millis;
        }

        /** Returns after how many milliseconds it is worth while to look again. */
        private long step(JobState job) throws TimeoutException, InterruptedException {
            heartbeat.beat();
            if (!mayRun() || !isWanted(job)) {
                return 0;
            }
            if (endings.containsKey(job.turn())) {
                return end(job, endings.get(job.turn()));
            }
            JobRun run = runs.get(job.turn());
            if (run == null) {
                LOG.info("Job {} of {} runs.", job.id(), job.submitted().by());
                run = new JobRun(job, parts, writer, known, taken);
                runs.put(job.turn(), run);
            }
            JobRun.Step step = run.step(replaying);
            if (step instanceof JobRun.Step.Waits wait) {
                waits.put(job.id(), wait.why());
                return wait.millis();
            }
            waits.remove(job.id());
            if (step instanceof JobRun.Step.Stops stops) {
                LOG.warn("Job {} stopped: {}", job.id(), stops.why());
                write(new JobEvent.Stopped(job.id(), clock.instant(), stops.why()));
            } else if (step instanceof JobRun.Step.Ended ended) {
                endings.put(job.turn(), new Ending(ends(), ended.leftOut()));
            }
            return 0;
        }

        /** Counts what the job did only when the index shows all of it. */
        private long end(JobState job, Ending ending) throws TimeoutException, InterruptedException {
            if (!shows(ending.ends())) {
                waits.put(job.id(), "Waits until the index of the dead letters shows all that was resolved.");
                return LOOK.toMillis();
            }
            long done = parts.index().jobCount(job.id()).done();
            List<Plan.LeftOut> all = unseen.with(job.submitted(), done, ending.leftOut());
            String leftOuts = SkippedLetters.sentence(all);
            LOG.info("Job {} finished: {} done.{}", job.id(), done, leftOuts.isEmpty() ? "" : " " + leftOuts);
            write(new JobEvent.Finished(job.id(), clock.instant(), done, all));
            return 0;
        }

        private void write(JobEvent event) throws TimeoutException, InterruptedException {
            log.awaitRead(writer.note(event));
        }

        /** Returns whether nobody cancelled it, nor cancelled and resumed it, since the run began. */
        private boolean isWanted(JobState job) {
            return log.find(job.id())
                    .filter(JobState::isWanted)
                    .map(JobState::turn)
                    .filter(turn -> turn == job.turn())
                    .isPresent();
        }
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
