package io.turnstile.deadletter.job;

import io.turnstile.deadletter.index.Candidate;
import io.turnstile.deadletter.index.LetterIndex;
import io.turnstile.deadletter.index.Tally;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Fate;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Resolution;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * Writes the letters of one job that are still open, oldest first, a few at a time. It knows nothing of earlier runs of the
 * same job but what the resolutions tell. One thread's, used once.
 */
final class JobRun {

    private static final int REPLAYS_TOGETHER = 50;
    private static final int DISCARDS_TOGETHER = 500;

    private final JobState job;
    private final Order order;
    private final LetterIndex index;
    private final Contents contents;
    private final JobWriter writer;
    private final Rules rules;
    private final Letters letters;
    private final Ramp ramp = new Ramp();
    private final ReplayRate rate;
    private final Flights flights;
    private final LeftOuts leftOut = new LeftOuts();

    /** Is how a step of a run ended. */
    sealed interface Step {
        /** It can go on at once. */
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

        /** It must not go on. */
        record Stops(String why) implements Step {}
    }

    JobRun(JobState job, RunParts parts, JobWriter writer) {
        this.job = job;
        this.order = job.submitted().order();
        this.index = parts.index();
        this.contents = parts.contents();
        this.writer = writer;
        this.rules = parts.rules();
        this.letters = Letters.of(job.submitted(), index);
        this.rate = new ReplayRate(order.rate(), parts.ticker());
        int worth = (int) Math.ceil(Math.min(order.rate().orElse(0) * 2, Integer.MAX_VALUE / 8));
        this.flights = new Flights(Math.max(parts.window(), worth));
    }

    /** Writes the next letters, if it may. */
    Step step() throws TimeoutException, InterruptedException {
        if (letters.isEmpty()) {
            letters.missing().forEach(id -> leftOut.add(Plan.Why.UNKNOWN, id));
            return new Step.Ended(leftOut.list());
        }
        if (order.action() == Action.DISCARD) {
            return write(Math.min(rate.ready(), DISCARDS_TOGETHER));
        }
        flights.update(this::fate);
        Ramp.Verdict verdict = ramp.judge(flights.written(), flights.scheduled(), flights.back());
        if (verdict == Ramp.Verdict.STOP) {
            return new Step.Stops(flights.sentence());
        }
        if (verdict == Ramp.Verdict.WAIT) {
            return new Step.Waits(LOOK_MS, "Waits for what becomes of the first " + flights.written() + ".");
        }
        int room = (int) Math.min(flights.room(), ramp.limit() - flights.written());
        if (room == 0) {
            return new Step.Waits(LOOK_MS, "Waits for what becomes of those that it replayed last.");
        }
        return write(Math.min(Math.min(room, rate.ready()), REPLAYS_TOGETHER));
    }

    private static final long LOOK_MS = 25;

    private Optional<Fate> fate(String id) {
        return index.find(id).flatMap(Letter::fate);
    }

    private Step write(int most) throws TimeoutException, InterruptedException {
        if (most == 0) {
            return new Step.Waits(rate.untilNext().toMillis() + 1, "");
        }
        List<Letter> taken = new ArrayList<>();
        for (Candidate each : letters.next(most)) {
            Optional<Plan.Why> why = rules.leavesOut(order, Tally.of(each));
            if (why.isEmpty()) {
                taken.add(each.letter());
            } else if (!isOwn(each.letter())) {
                leftOut.add(why.get(), each.letter().id());
            }
        }
        if (taken.isEmpty()) {
            return new Step.Went();
        }
        return order.action() == Action.DISCARD ? discard(taken) : replay(taken);
    }

    /** Returns whether an earlier run of this job took it. */
    private boolean isOwn(Letter letter) {
        return letter.resolution()
                .map(Resolution::jobId)
                .filter(job.id()::equals)
                .isPresent();
    }

    private Step discard(List<Letter> taken) {
        writer.discard(job.id(), order, taken.stream().map(Letter::id).toList());
        rate.took(taken.size());
        return new Step.Went();
    }

    private Step replay(List<Letter> taken) throws TimeoutException, InterruptedException {
        Map<String, Content> read = contents.read(taken);
        List<Content> whole = new ArrayList<>();
        for (Letter each : taken) {
            Content content = read.get(each.id());
            if (content == null) {
                leftOut.add(Plan.Why.UNKNOWN, each.id());
            } else {
                whole.add(content);
            }
        }
        if (!whole.isEmpty()) {
            try {
                writer.replay(job.id(), order, whole);
            } catch (JobWriter.RefusedException e) {
                return new Step.Stops(e.getMessage());
            }
            rate.took(whole.size());
            flights.written(whole.stream().map(each -> each.letter().id()).toList());
        }
        return new Step.Went();
    }
}
