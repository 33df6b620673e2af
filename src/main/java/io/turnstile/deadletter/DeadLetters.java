package io.turnstile.deadletter;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.JobReturn;
import io.turnstile.deadletter.index.entry.MinuteCount;
import io.turnstile.deadletter.kafka.IndexSync;
import io.turnstile.deadletter.kafka.IndexSyncConfig;
import io.turnstile.deadletter.kafka.LetterReader;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.replay.AuditEntry;
import io.turnstile.deadletter.replay.DryRun;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.JobState;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.deadletter.replay.log.JobKafka;
import io.turnstile.deadletter.replay.run.Jobs;
import io.turnstile.deadletter.retention.Pruning;
import io.turnstile.deadletter.retention.RetentionMonitor;
import io.turnstile.kafka.Heartbeat;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/**
 * Dead letters on Kafka, with an index in this process and the jobs of its group: all that people can do with them. Console,
 * REST and commands are thin skins over it. Thread-safe. Close once.
 */
public final class DeadLetters implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final LetterIndex index = LetterIndex.create();
    private final IndexSync feed;
    private final LetterReader reader;
    private final Jobs jobs;
    private final RetentionMonitor expiry;
    private final Pruning pruning;
    private final DryRun dryRun;

    /** Has no letters until it is started. */
    public DeadLetters(IndexSyncConfig from, JobKafka kafka, Jobs.Config config, DryRun dryRun, Clock clock) {
        this.dryRun = dryRun;
        this.reader = new LetterReader(from, index::forget);
        this.feed = new IndexSync(from, index, clock);
        this.expiry = new RetentionMonitor(from, index, clock);
        this.jobs = new Jobs(kafka, config, index, feed::awaitReady, reader, clock);
        this.pruning = new Pruning(from, index, feed, jobs::note, jobs::recordSuperseded);
    }

    /** Begins to read and to run jobs, in the background; returns at once. */
    public void start() {
        feed.start();
        jobs.start();
    }

    /** Returns the heartbeats of its threads. */
    public List<Heartbeat> heartbeats() {
        return Stream.concat(feed.heartbeats().stream(), jobs.heartbeats().stream())
                .toList();
    }

    /**
     * Reads letters in full from Kafka, some hundreds at a time at most.
     *
     * @return those that are there, by place
     */
    public Map<Place, Content> read(List<Letter> letters) throws TimeoutException, InterruptedException {
        return reader.byPlace(letters);
    }

    /** Returns what passed in each minute since then, of what this instance has read. */
    public List<MinuteCount> minutes(Instant since) {
        return index.minutes(since);
    }

    /** Returns how far the index is. */
    public IndexSync.State indexState() {
        return feed.state();
    }

    /** Returns whether all letters are known that there were at the start; until then lists lack some, and show resolved ones as open. */
    public boolean isComplete() {
        return indexState().ready();
    }

    /** Returns a sentence for each setting by which Kafka would delete open letters, with what to do. Never waits. */
    public List<String> warnings() {
        return expiry.warnings();
    }

    /**
     * Writes into the audit.
     *
     * @param by who did it
     * @param what in one line
     */
    public void note(String by, String what) throws TimeoutException, InterruptedException {
        jobs.note(by, what, "");
    }

    /**
     * Deletes resolved letters from Kafka, up to the oldest open one of each partition. The audit has who wanted that before
     * anything is deleted, and what was deleted after it.
     *
     * @param by who asks for it
     * @param why in their words; may be empty
     * @return how many records went, by partition
     * @throws IllegalStateException in one line, if the index does not know all letters yet, or Kafka refuses
     */
    public SortedMap<Integer, Long> prune(String by, String why) throws TimeoutException, InterruptedException {
        return pruning.prune(by, why, PATIENCE);
    }

    /**
     * Lists letters, newest first.
     *
     * @param cursor {@link Page#next()} of the page before, or empty for the first
     * @param limit how many at most, 1 to 500
     * @throws IllegalArgumentException in one line, for a cursor that cannot be read
     */
    public Page list(Filter filter, Optional<String> cursor, int limit) {
        return index.page(filter, cursor, limit);
    }

    /** Counts what a filter means, by reason: the largest group first. */
    public List<Group> groups(Filter filter) {
        return index.groups(filter);
    }

    public Optional<Letter> find(String id) {
        return index.find(id);
    }

    /** Reads a letter in full from Kafka; empty if no letter has this id, or it was pruned. */
    public Optional<Content> read(String id) throws TimeoutException, InterruptedException {
        Optional<Letter> letter = find(id);
        return letter.isEmpty() ? Optional.empty() : reader.read(letter.get());
    }

    /** Returns all rounds of the same request, replay after replay: the oldest first, with this letter among them. */
    public List<Letter> history(String id) {
        return index.history(id);
    }

    public Plan plan(JobRequest order) throws TimeoutException, InterruptedException {
        return jobs.plan(order);
    }

    /**
     * Takes an order: it is on Kafka when this returns, and is done by one of the group's instances.
     *
     * @throws IllegalArgumentException in one line, for an order that cannot be done, such as an edit that is no request
     */
    public Job submit(JobRequest order) throws TimeoutException, InterruptedException {
        return jobs.submit(order);
    }

    /** Returns the jobs, newest first. */
    public List<Job> jobs() {
        return jobs.list();
    }

    /** Counts the jobs by what was decided of them last. */
    public Map<JobState.Stage, Long> jobStages() {
        return jobs.stages();
    }

    public Optional<Job> job(String id) {
        return jobs.find(id);
    }

    /** Returns what a job did, newest first: its letters with what became of each. */
    public Page lettersOf(String jobId, Optional<String> cursor, int limit) {
        return index.lettersOf(jobId, cursor, limit);
    }

    /** Counts the letters of a job that came back, by the reason before and the one now: the largest group first. */
    public List<JobReturn> returnsOf(String jobId) {
        return index.jobReturns(jobId);
    }

    /**
     * Stops a job after the letters it is writing; without effect on one that is not running.
     *
     * @throws java.util.NoSuchElementException in one line, if there is no such job
     */
    public Job cancel(String jobId, String by) throws TimeoutException, InterruptedException {
        return jobs.cancel(jobId, by);
    }

    /** Continues a job that was cancelled or stopped. */
    public Job resume(String jobId, String by) throws TimeoutException, InterruptedException {
        return jobs.resume(jobId, by);
    }

    /** Returns who did what, when and why, the newest first: a thousand lines at most. */
    public List<AuditEntry> audit() {
        return jobs.audit();
    }

    /**
     * Says what a replay of a letter would give now.
     *
     * @param edit the request to try in place of the original, JSON
     * @throws java.util.NoSuchElementException in one line, if no letter has this id, or it was pruned
     */
    public DryRun.Result dryRun(String id, Optional<String> edit) throws TimeoutException, InterruptedException {
        feed.awaitReady(PATIENCE);
        Content letter = read(id).orElseThrow(
                        () -> new NoSuchElementException("No dead letter has the id " + id + ", or it was pruned"));
        byte[] value = edit.map(json -> json.getBytes(StandardCharsets.UTF_8)).orElse(letter.value());
        return dryRun.decide(letter, value);
    }

    @Override
    public void close() {
        jobs.close();
        expiry.close();
        feed.close();
        reader.close();
        index.close();
    }
}
