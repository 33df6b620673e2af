package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.replay.JobEvent.Finished;
import io.turnstile.deadletter.replay.JobEvent.Submitted;
import java.time.Instant;
import java.util.Optional;

/**
 * State of a job by the events so far. What it did is not told by events, but by the resolutions with its id.
 *
 * @param stage never {@link Stage#WANTED} and finished at once
 * @param turn jobs run in this order
 * @param finished empty before it finished
 */
public record JobState(
        Submitted submitted,
        Stage stage,
        long turn,
        Instant changedAt,
        String changedBy,
        String detail,
        Optional<Finished> finished) {

    /** Says whether it is to be run. */
    public enum Stage {
        WANTED,
        CANCELLED,
        STOPPED,
        FINISHED
    }

    public static JobState of(Submitted submitted, long turn) {
        return new JobState(submitted, Stage.WANTED, turn, submitted.at(), submitted.by(), "", Optional.empty());
    }

    public String id() {
        return submitted.jobId();
    }

    public boolean isWanted() {
        return stage == Stage.WANTED;
    }

    /** Returns what an event makes of it: itself, if the event changes nothing. */
    public JobState after(JobEvent event, long nextTurn) {
        if (event instanceof JobEvent.Cancelled && isWanted()) {
            return changed(Stage.CANCELLED, turn, event, "");
        }
        if (event instanceof JobEvent.Resumed && (stage == Stage.CANCELLED || stage == Stage.STOPPED)) {
            return changed(Stage.WANTED, nextTurn, event, "");
        }
        if (event instanceof JobEvent.Stopped stopped && isWanted()) {
            return changed(Stage.STOPPED, turn, event, stopped.detail());
        }
        if (event instanceof Finished end && stage != Stage.FINISHED) {
            return new JobState(
                    submitted,
                    Stage.FINISHED,
                    turn,
                    end.at(),
                    end.by(),
                    SkippedLetters.sentence(end.leftOut()),
                    Optional.of(end));
        }
        return this;
    }

    private JobState changed(Stage to, long atTurn, JobEvent event, String why) {
        return new JobState(submitted, to, atTurn, event.at(), event.by(), why, finished);
    }
}
