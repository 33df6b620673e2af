package io.turnstile.deadletter.replay.log;

import io.turnstile.deadletter.replay.AuditEntry;
import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Fold of events into how the jobs stand, and who did what. The same events in the same order give the same on every
 * instance. Thread-safe.
 */
public final class JobBoard {

    private final int keptJobs;
    private final int keptLines;
    private final Map<String, JobState> jobs = new LinkedHashMap<>();
    private final Deque<AuditEntry> audit = new ArrayDeque<>();
    private long turns;

    /**
     * Creates an empty board.
     *
     * @param keptJobs how many jobs are remembered: the newest, and all that are to be run
     * @param keptLines how many lines of who did what are remembered
     */
    JobBoard(int keptJobs, int keptLines) {
        this.keptJobs = keptJobs;
        this.keptLines = keptLines;
    }

    synchronized void add(JobEvent event) {
        turns++;
        if (!takesEffect(event)) {
            return;
        }
        audit.addFirst(AuditEntry.of(event));
        if (audit.size() > keptLines) {
            audit.removeLast();
        }
    }

    /** Returns whether an event changes anything: what changes nothing did not happen, and is not for the audit. */
    private boolean takesEffect(JobEvent event) {
        if (event instanceof JobEvent.Noted) {
            return true;
        }
        if (event instanceof JobEvent.Submitted submitted) {
            boolean isNew = jobs.putIfAbsent(submitted.jobId(), JobState.of(submitted, turns)) == null;
            forget();
            return isNew;
        }
        JobState before = jobs.get(event.jobId());
        if (before == null) {
            return true;
        }
        JobState after = before.after(event, turns);
        jobs.put(event.jobId(), after);
        return after != before;
    }

    private void forget() {
        if (jobs.size() > keptJobs) {
            jobs.values().stream()
                    .filter(each -> !each.isWanted())
                    .findFirst()
                    .ifPresent(oldest -> jobs.remove(oldest.id()));
        }
    }

    synchronized Optional<JobState> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Returns the jobs that are to be run, in the order in which they were ordered or resumed. */
    public synchronized List<JobState> wanted() {
        return jobs.values().stream()
                .filter(JobState::isWanted)
                .sorted(Comparator.comparingLong(JobState::turn))
                .toList();
    }

    /** Returns all jobs, the newest first. */
    public synchronized List<JobState> all() {
        List<JobState> all = new ArrayList<>(jobs.values());
        Collections.reverse(all);
        return all;
    }

    /** Returns who did what, the newest first. */
    synchronized List<AuditEntry> audit() {
        return List.copyOf(audit);
    }
}
