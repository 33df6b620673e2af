package io.turnstile.deadletter.replay.run;

/**
 * Slow start of a job, and watch for as long as it runs: after 1, 2, 5, 20 and 100 letters, and then after each block of them, it
 * waits until it is clear that at least half of them did not come back. It stops as soon as more than half of those that were
 * decided last came back. One run's, one thread's.
 */
final class SlowStart {

    private static final int[] STEPS = {1, 3, 8, 28, 128};

    /** Fewer than these tell nothing. */
    private static final int TELLING = 3;

    private final int block;
    private int step;

    /** @param block how many letters may be written, after the start, before the last of them are judged again */
    SlowStart(int block) {
        this.block = block;
    }

    /** Answer to what to do after what was written so far. */
    enum Verdict {
        GO,
        WAIT,
        STOP
    }

    /** Returns how many letters may be written, from the first on, before they are judged. */
    long limit() {
        int last = STEPS.length - 1;
        return step <= last ? STEPS[step] : STEPS[last] + (long) (step - last) * block;
    }

    /** Returns how many of the letters that were written last are judged at the limit. */
    int judged() {
        return step < STEPS.length ? STEPS[step] : block;
    }

    /** Judges what came of the letters. */
    Verdict judge(InFlightReplays flights) {
        if (flights.mostOfTheLastCameBack()) {
            return Verdict.STOP;
        }
        long written = flights.written();
        if (written < limit()) {
            return Verdict.GO;
        }
        if (written < TELLING) {
            return flights.isEmpty() ? next() : Verdict.WAIT;
        }
        if (step < STEPS.length) {
            if (flights.back() * 2 > written) {
                return Verdict.STOP;
            }
            return (written - flights.scheduled()) * 2 <= written ? next() : Verdict.WAIT;
        }
        return flights.undecidedOfTheLast(block) * 2 <= block ? next() : Verdict.WAIT;
    }

    private Verdict next() {
        step++;
        return Verdict.GO;
    }
}
