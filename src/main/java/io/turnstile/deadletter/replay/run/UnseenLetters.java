package io.turnstile.deadletter.replay.run;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.MeantLetters;
import io.turnstile.deadletter.letter.Filter;
import io.turnstile.deadletter.replay.JobEvent;
import io.turnstile.deadletter.replay.JobState;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.deadletter.replay.SkippedLetters;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/** Account of the letters of a filter that a job's run did not see: others resolved them, or they went from Kafka. */
final class UnseenLetters {

    private final LetterIndex index;
    private final Supplier<String> topic;

    /**
     * Has the index keep in mind what is open of the unfinished jobs' letters when they go from Kafka.
     *
     * @param topic identity of the dead-letter topic of today
     * @param jobs all jobs that there are
     */
    UnseenLetters(LetterIndex index, Supplier<String> topic, Supplier<List<JobState>> jobs) {
        this.index = index;
        this.topic = topic;
        index.upkeep().remember(() -> jobs.get().stream()
                .filter(each -> each.finished().isEmpty() && !each.submitted().isGone(topic.get()))
                .flatMap(each -> meant(each.submitted()).stream())
                .toList());
    }

    private static Optional<MeantLetters> meant(JobEvent.Submitted job) {
        return job.order()
                .selection()
                .filter()
                .map(filter -> new MeantLetters(job.jobId(), filter.openOnly(), job.ends()));
    }

    /** Returns all that a job left out: what its run saw, and the others. */
    List<Plan.LeftOut> with(JobEvent.Submitted job, long done, List<Plan.LeftOut> leftOut) {
        boolean all = job.isGone(topic.get());
        return SkippedLetters.withUnseen(
                job, done, leftOut, all ? open(job, done) : index.abandoned(job.jobId(), true));
    }

    /**
     * Returns how many letters were open when their topic went. A process that started later never saw them, but what was done
     * about letters is on Kafka for good: of a filter that means all letters, all that others did is meant.
     */
    private OptionalLong open(JobEvent.Submitted job, long done) {
        OptionalLong kept = index.abandoned(job.jobId(), false);
        if (kept.isPresent()
                || !job.order().selection().filter().map(Filter::isEverything).orElse(false)) {
            return kept;
        }
        long open = job.planned()
                + job.leftOut().stream()
                        .filter(each -> each.why() != Plan.Why.RESOLVED)
                        .mapToLong(Plan.LeftOut::count)
                        .sum();
        return OptionalLong.of(open - done - index.resolvedByOthers(job.jobId(), job.ends(), job.at()));
    }
}
