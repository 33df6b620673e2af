package io.turnstile.deadletter.replay.run;

import io.turnstile.booking.ParsedRequest;
import io.turnstile.booking.RequestParser;
import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.JobCount;
import io.turnstile.deadletter.index.entry.RecordedHistory;
import io.turnstile.deadletter.kafka.LetterReader;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.replay.AuditEntry;
import io.turnstile.deadletter.replay.EligibilityRules;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.JobState;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.deadletter.replay.log.JobEventJson;
import io.turnstile.deadletter.replay.log.JobKafka;
import io.turnstile.deadletter.replay.log.JobLog;
import io.turnstile.kafka.Heartbeat;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Jobs of a group: taken by every instance, and run by the one of the group that does. What stands here is the same on every
 * instance, and after a restart. Thread-safe.
 */
public final class Jobs implements AutoCloseable {

    private static final int RECORDED_TOGETHER = 500;
    private static final int MOST_IDS = 10_000;
    private static final int MOST_BYTES = 900_000;
    private static final int ID_LENGTH = 13;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final LetterIndex index;
    private final Supplier<String> topic;
    private final Ready ready;
    private final Clock clock;
    private final JobKafka kafka;
    private final JobLog log;
    private final Planner planner;
    private final JobExecutor runner;

    /** Wait until the index has taken in everything that Kafka held when this instance started. */
    @FunctionalInterface
    public interface Ready {
        void await(Duration timeout) throws TimeoutException, InterruptedException;
    }

    /** Connects to nothing yet. */
    public Jobs(JobKafka kafka, Config config, LetterIndex index, Ready ready, LetterReader letters, Clock clock) {
        this.index = index;
        this.ready = ready;
        this.topic = () -> index.identity(kafka.topics().deadLetters());
        this.clock = clock;
        this.kafka = kafka;
        this.log = new JobLog(kafka);
        EligibilityRules rules = new EligibilityRules(config.replayMax());
        this.planner = new Planner(index, rules, config.callsPerSecond());
        this.runner = new JobExecutor(
                kafka, log, new JobRun.Parts(index, letters, topic, rules, config.window(), System::nanoTime), clock);
    }

    /** Begins to read and to run jobs, on threads of its own; returns at once. */
    public void start() {
        log.start();
        runner.start();
    }

    /** Returns the heartbeats of its threads. */
    public List<Heartbeat> heartbeats() {
        return Stream.concat(runner.heartbeats().stream(), Stream.of(log.heartbeat()))
                .toList();
    }

    /**
     * Returns what an order would do now. Waits for the index: until all is read, letters that are resolved seem open, and none
     * superseded.
     *
     * @throws IllegalArgumentException in one line, if it cannot be done
     */
    public Plan plan(JobRequest order) throws TimeoutException, InterruptedException {
        check(order);
        ready.await(PATIENCE);
        return planner.plan(order);
    }

    /**
     * Takes an order.
     *
     * @throws IllegalArgumentException in one line, if it cannot be done
     */
    public Job submit(JobRequest order) throws TimeoutException, InterruptedException {
        check(order);
        ready.await(PATIENCE);
        Instant now = clock.instant();
        String topicNow = topic.get();
        Map<Integer, Long> ends = ends();
        Plan plan = planner.plan(order);
        JobEvent.Submitted submitted = new JobEvent.Submitted(
                UUID.randomUUID().toString().substring(0, ID_LENGTH),
                now,
                order,
                plan.takes(),
                plan.leftOut(),
                ends,
                topicNow);
        int bytes = JobEventJson.write(submitted).length;
        if (bytes > MOST_BYTES) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "The order is too large (%d bytes, %d at most): give it in parts", bytes, MOST_BYTES));
        }
        log.append(submitted);
        return get(submitted.jobId());
    }

    private static void check(JobRequest order) {
        if (order.selection().ids().size() > MOST_IDS) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT, "At most %d letters can be named by id: use a filter, or give parts", MOST_IDS));
        }
        order.edits().forEach((id, json) -> {
            if (RequestParser.parse(json.getBytes(StandardCharsets.UTF_8)) instanceof ParsedRequest.Malformed wrong) {
                throw new IllegalArgumentException(
                        String.format(Locale.ROOT, "The edit of %s cannot be replayed. %s", id, wrong.message()));
            }
        });
    }

    private Map<Integer, Long> ends() {
        Map<Integer, Long> ends = new HashMap<>();
        index.positions().forEach((partition, end) -> {
            if (partition.topic().equals(kafka.topics().deadLetters())) {
                ends.put(partition.partition(), end);
            }
        });
        return ends;
    }

    /** Returns the jobs, newest first. */
    public List<Job> list() {
        return log.board().all().stream().map(this::job).toList();
    }

    /** Counts the jobs by what was decided of them last. */
    public Map<JobState.Stage, Long> stages() {
        return log.board().all().stream().collect(Collectors.groupingBy(JobState::stage, Collectors.counting()));
    }

    public Optional<Job> find(String id) {
        return log.find(id).map(this::job);
    }

    /** @throws NoSuchElementException in one line, if there is no such job */
    private Job get(String id) {
        return find(id).orElseThrow(() -> new NoSuchElementException("There is no job " + id));
    }

    /** Stops a job after the letters it is writing; without effect on one that is not running. */
    public Job cancel(String id, String by) throws TimeoutException, InterruptedException {
        if (get(id).state() == Job.State.RUNNING) {
            log.append(new JobEvent.Cancelled(id, clock.instant(), by));
        }
        return get(id);
    }

    /** Continues a job that was cancelled or stopped. */
    public Job resume(String id, String by) throws TimeoutException, InterruptedException {
        Job.State state = get(id).state();
        if (state == Job.State.CANCELLED || state == Job.State.STOPPED) {
            log.append(new JobEvent.Resumed(id, clock.instant(), by));
        }
        return get(id);
    }

    /** Returns who did what, the newest first. */
    public List<AuditEntry> audit() {
        return log.audit();
    }

    /** Writes down that somebody did something that is no job. */
    public void note(String by, String what, String why) throws TimeoutException, InterruptedException {
        log.append(new JobEvent.Noted(clock.instant(), by, what, why));
    }

    /** Records for good that letters are superseded, where what tells it is about to go. */
    public void recordSuperseded(List<Place> letters) throws TimeoutException, InterruptedException {
        for (int from = 0; from < letters.size(); from += RECORDED_TOGETHER) {
            List<Place> some = letters.subList(from, Math.min(from + RECORDED_TOGETHER, letters.size()));
            log.record(new RecordedHistory(List.of(), some, Optional.empty(), Optional.empty()), clock.instant());
        }
    }

    private Job job(JobState state) {
        JobEvent.Submitted submitted = state.submitted();
        JobCount count = index.jobCount(state.id());
        Instant created = submitted.at();
        return new Job(
                state.id(),
                submitted.order(),
                shown(state),
                created,
                state.changedAt(),
                state.changedBy(),
                submitted.planned(),
                Math.max(
                        count.done(),
                        state.finished().map(JobEvent.Finished::done).orElse(0L)),
                count.outcomes(),
                state.finished().map(JobEvent.Finished::leftOut).orElse(List.of()),
                state.detail().isEmpty() ? runner.waitsFor(state.id()).orElse("") : state.detail());
    }

    private static Job.State shown(JobState state) {
        return switch (state.stage()) {
            case WANTED -> Job.State.RUNNING;
            case CANCELLED -> Job.State.CANCELLED;
            case STOPPED -> Job.State.STOPPED;
            case FINISHED -> Job.State.FINISHED;
        };
    }

    /** Ends after the letters that are being written; another instance, or the next start, continues. */
    @Override
    public void close() {
        runner.close();
        log.close();
    }

    /**
     * Settings of how jobs run.
     *
     * @param replayMax how often a letter may come back before a replay of it must be forced
     * @param window how many replays may be undecided at a time, so that they do not crowd out live requests
     * @param callsPerSecond how many calls to Altegio the quota allows; empty for no limit
     */
    public record Config(int replayMax, int window, OptionalDouble callsPerSecond) {

        public Config {
            Objects.requireNonNull(callsPerSecond);
        }
    }
}
