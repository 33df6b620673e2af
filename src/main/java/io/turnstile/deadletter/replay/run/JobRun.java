package io.turnstile.deadletter.replay.run;

import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.entry.Candidate;
import io.turnstile.deadletter.index.entry.LetterGroup;
import io.turnstile.deadletter.kafka.LetterReader;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.deadletter.letter.Resolution;
import io.turnstile.deadletter.replay.EligibilityRules;
import io.turnstile.deadletter.replay.JobRequest;
import io.turnstile.deadletter.replay.JobState;
import io.turnstile.deadletter.replay.Plan;
import io.turnstile.deadletter.replay.RefusedException;
import io.turnstile.deadletter.replay.ReplayHeaders;
import io.turnstile.deadletter.replay.SkippedLetters;
import io.turnstile.deadletter.replay.log.JobWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * Run of one job: it writes the letters that are still open, oldest first, a few at a time. It knows nothing of earlier runs of
 * the same job but what the resolutions tell. One thread's, used once.
 */
final class JobRun {

    private static final int REPLAYS_TOGETHER = 50;
    private static final int DISCARDS_TOGETHER = 500;
    private static final int BLOCK = 100;
    private static final long LOOK_MS = 25;

    private final JobState job;
    private final JobRequest order;
    private final LetterIndex index;
    private final Parts parts;
    private final JobWriter writer;
    private final TakenLetters taken;
    private final SkippedLetters leftOut = new SkippedLetters();
    private final LetterSource letters;
    private final SlowStart ramp;
    private final ReplayRate rate;
    private final InFlightReplays flights;

    /** Way in which a step of a run ended. */
    sealed interface Step {
        /** It can continue at once. */
        record Went() implements Step {}

        /**
         * It has to wait.
         *
         * @param millis for how long at most, before it is to look again
         * @param why in one sentence for people
         */
        record Waits(long millis, String why) implements Step {}

        /** It wrote everything; those that it did not touch are left out. */
        record Ended(List<Plan.LeftOut> leftOut) implements Step {}

        /** It must not continue. */
        record Stops(String why) implements Step {}
    }

    /**
     * Begins a run.
     *
     * @param required what the index must show when it is asked for letters
     * @param taken letters that this and other runs took
     */
    JobRun(JobState job, Parts parts, JobWriter writer, Map<TopicPartition, Long> required, TakenLetters taken) {
        this.job = job;
        this.order = job.submitted().order();
        this.index = parts.index();
        this.parts = parts;
        this.writer = writer;
        this.taken = taken;
        this.letters = LetterSource.of(job.submitted(), isGone(), index, required, leftOut);
        this.rate = new ReplayRate(order.rate(), parts.ticker());
        int worth = (int) Math.ceil(Math.min(order.rate().orElse(0) * 2, Integer.MAX_VALUE / 8));
        int window = Math.max(parts.window(), worth);
        this.flights = new InFlightReplays(window);
        this.ramp = new SlowStart(Math.max(BLOCK, 4 * window));
    }

    /** Returns whether the letters that are meant stood on a topic that is another one by now. */
    private boolean isGone() {
        return job.submitted().isGone(parts.topic().get());
    }

    /**
     * Writes the next letters, if it may.
     *
     * @param share among how many runs the replays that may be undecided are shared
     */
    Step step(int share) throws TimeoutException, InterruptedException {
        if (isGone()) {
            letters.abandon();
        }
        if (letters.isEmpty()) {
            return new Step.Ended(leftOut.list());
        }
        if (order.action() == Action.DISCARD) {
            return write(Math.min(rate.ready(), DISCARDS_TOGETHER));
        }
        flights.update(index::fates);
        SlowStart.Verdict verdict = ramp.judge(flights);
        if (verdict == SlowStart.Verdict.STOP) {
            return new Step.Stops(flights.sentence());
        }
        if (verdict == SlowStart.Verdict.WAIT) {
            String which = flights.written() == ramp.judged() ? "first " : "last ";
            return new Step.Waits(LOOK_MS, "Waits for what becomes of the " + which + ramp.judged() + ".");
        }
        int room = (int) Math.min(flights.room(share), ramp.limit() - flights.written());
        if (room == 0) {
            return new Step.Waits(LOOK_MS, "Waits for what becomes of those that it replayed last.");
        }
        return write(Math.min(Math.min(room, rate.ready()), REPLAYS_TOGETHER));
    }

    private Step write(int most) throws TimeoutException, InterruptedException {
        if (most == 0) {
            return new Step.Waits(rate.untilNext().toMillis() + 1, "");
        }
        List<Candidate> open = new ArrayList<>();
        for (Candidate each : letters.next(most)) {
            Optional<Plan.Why> why = taken.contains(each.letter().place())
                    ? Optional.of(Plan.Why.RESOLVED)
                    : parts.rules().leavesOut(order, LetterGroup.of(each));
            if (why.isEmpty()) {
                open.add(each);
            } else if (!isOwn(each.letter())) {
                leftOut.add(why.get(), each.letter().id());
            }
        }
        if (!open.isEmpty()) {
            if (order.action() == Action.DISCARD) {
                discard(open.stream().map(Candidate::letter).toList());
            } else {
                replay(open);
            }
        }
        return new Step.Went();
    }

    /** Returns whether an earlier run of this job took it. */
    private boolean isOwn(Letter letter) {
        return letter.resolution()
                .map(Resolution::jobId)
                .filter(job.id()::equals)
                .isPresent();
    }

    private void discard(List<Letter> open) {
        took(open, writer.discard(job.id(), order, open));
    }

    private void took(List<Letter> which, JobWriter.Written written) {
        taken.add(which.stream().map(Letter::place).toList(), written.ends());
        rate.took(which.size());
    }

    private void replay(List<Candidate> open) throws TimeoutException, InterruptedException {
        Map<Place, Content> read =
                parts.letters().byPlace(open.stream().map(Candidate::letter).toList());
        List<JobWriter.Replayed> whole = new ArrayList<>();
        for (Candidate each : open) {
            Content content = read.get(each.letter().place());
            if (content == null) {
                leftOut.add(Plan.Why.GONE, each.letter().id());
            } else if (ReplayHeaders.isValueOmitted(content)
                    && !order.edits().containsKey(each.letter().id())) {
                leftOut.add(Plan.Why.VALUE_OMITTED, each.letter().id());
            } else {
                whole.add(new JobWriter.Replayed(content, each.ask()));
            }
        }
        while (!whole.isEmpty()) {
            try {
                JobWriter.Written written = writer.replay(job.id(), order, whole);
                took(whole.stream().map(JobWriter.Replayed::letter).toList(), written);
                flights.written(written.replayedAs());
                return;
            } catch (RefusedException e) {
                leftOut.add(Plan.Why.REFUSED, whole.remove(e.index()).letter().id(), e.reason());
            }
        }
    }

    /**
     * Parts that runs are made with.
     *
     * @param topic identity of the dead-letter topic of today; empty text while that is not known
     * @param window how many replays may be undecided at a time, unless a rate wants more
     * @param ticker nanoseconds
     */
    record Parts(
            LetterIndex index,
            LetterReader letters,
            Supplier<String> topic,
            EligibilityRules rules,
            int window,
            LongSupplier ticker) {

        Parts {
            Objects.requireNonNull(index);
            Objects.requireNonNull(letters);
            Objects.requireNonNull(topic);
            Objects.requireNonNull(rules);
            Objects.requireNonNull(ticker);
            if (window < 1) {
                throw new IllegalArgumentException("At least one replay must be allowed at a time, not " + window);
            }
        }
    }
}
