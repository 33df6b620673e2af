package io.turnstile.deadletter.replay;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Event in the history of the jobs: what somebody asked for, or what came of a job. */
public sealed interface JobEvent {

    /** Names the job; empty for what is no part of one. */
    String jobId();

    Instant at();

    /** Says who did it; {@value #TURNSTILE} if nobody asked for it. */
    String by();

    /** Stands for this program where people have their names. */
    String TURNSTILE = "turnstile";

    /**
     * Says that somebody gave an order.
     *
     * @param planned how many letters it takes, as planned
     * @param leftOut how many it does not take, as planned
     * @param ends up to which offset of each partition of the dead-letter topic letters are meant: none that come later
     * @param topic identity of the dead-letter topic; empty text if it was not known
     */
    record Submitted(
            String jobId,
            Instant at,
            JobRequest order,
            long planned,
            List<Plan.LeftOut> leftOut,
            Map<Integer, Long> ends,
            String topic)
            implements JobEvent {

        public Submitted {
            Objects.requireNonNull(jobId);
            Objects.requireNonNull(at);
            Objects.requireNonNull(order);
            leftOut = List.copyOf(leftOut);
            ends = Map.copyOf(ends);
            Objects.requireNonNull(topic);
        }

        /** Returns whether the letters that are meant stood on another topic of that name. */
        public boolean isGone(String topicNow) {
            return !topic.isEmpty() && !topicNow.isEmpty() && !topic.equals(topicNow);
        }

        @Override
        public String by() {
            return order.by();
        }
    }

    /** Says that somebody wants it to go no further. */
    record Cancelled(String jobId, Instant at, String by) implements JobEvent {}

    /** Says that somebody wants it to continue. */
    record Resumed(String jobId, Instant at, String by) implements JobEvent {}

    /** Says that it stopped itself, and why in one sentence. */
    record Stopped(String jobId, Instant at, String detail) implements JobEvent {

        @Override
        public String by() {
            return TURNSTILE;
        }
    }

    /**
     * Says that all its letters are written.
     *
     * @param done how many those are, over all its runs
     * @param leftOut how many it did not touch, by why
     */
    record Finished(String jobId, Instant at, long done, List<Plan.LeftOut> leftOut) implements JobEvent {

        public Finished {
            leftOut = List.copyOf(leftOut);
        }

        @Override
        public String by() {
            return TURNSTILE;
        }
    }

    /** Says that somebody did something that is no job, and that others want to know of. */
    record Noted(Instant at, String by, String what, String why) implements JobEvent {

        @Override
        public String jobId() {
            return "";
        }
    }
}
