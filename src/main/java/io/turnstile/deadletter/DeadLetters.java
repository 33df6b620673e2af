package io.turnstile.deadletter;

import io.turnstile.deadletter.index.entry.JobReturn;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.letter.Group;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Page;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.replay.AuditEntry;
import io.turnstile.deadletter.replay.DryRunResult;
import io.turnstile.deadletter.replay.Job;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.Plan;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Facade of all that people can do with dead letters; console, REST and commands are thin skins over it. Thread-safe. */
public interface DeadLetters {

    /**
     * Lists letters, newest first.
     *
     * @param cursor {@link Page#next()} of the page before, or empty for the first
     * @param limit how many at most, 1 to 500
     * @throws IllegalArgumentException in one line, for a cursor that is none
     */
    Page list(Filter filter, Optional<String> cursor, int limit);

    /** Counts what a filter means, by reason: the largest group first. */
    List<Group> groups(Filter filter);

    Optional<Letter> find(String id);

    /** Reads a letter in full from Kafka; empty if no letter has this id, or it was pruned. */
    Optional<Content> read(String id) throws TimeoutException, InterruptedException;

    /**
     * Reads letters in full from Kafka, some hundreds at a time at most.
     *
     * @return those that are there, by place
     */
    Map<Place, Content> read(List<Letter> letters) throws TimeoutException, InterruptedException;

    /** Returns all rounds of the same request, replay after replay: the oldest first, with this letter among them. */
    List<Letter> history(String id);

    Plan plan(JobRequest order) throws TimeoutException, InterruptedException;

    /**
     * Takes an order: it is on Kafka when this returns, and is done by one of the group's instances.
     *
     * @throws IllegalArgumentException in one line, for an order that cannot be done, such as an edit that is no request
     */
    Job submit(JobRequest order) throws TimeoutException, InterruptedException;

    /** Returns the jobs, newest first. */
    List<Job> jobs();

    Optional<Job> job(String id);

    /** Returns what a job did, newest first: its letters with what became of each. */
    Page lettersOf(String jobId, Optional<String> cursor, int limit);

    /** Counts the letters of a job that came back, by the reason before and the one now: the largest group first. */
    List<JobReturn> returnsOf(String jobId);

    /**
     * Stops a job after the letters it is writing; without effect on one that is not running.
     *
     * @throws java.util.NoSuchElementException in one line, if there is no such job
     */
    Job cancel(String jobId, String by) throws TimeoutException, InterruptedException;

    /** Continues a job that was cancelled or stopped. */
    Job resume(String jobId, String by) throws TimeoutException, InterruptedException;

    /** Returns who did what, when and why, the newest first: a thousand lines at most. */
    List<AuditEntry> audit();

    /**
     * Says what a replay of a letter would give now.
     *
     * @param edit the request to try in place of the original, JSON
     * @throws java.util.NoSuchElementException in one line, if no letter has this id, or it was pruned
     */
    DryRunResult dryRun(String id, Optional<String> edit) throws TimeoutException, InterruptedException;
}
