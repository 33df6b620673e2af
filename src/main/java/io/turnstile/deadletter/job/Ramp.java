package io.turnstile.deadletter.job;

/**
 * Lets a job start small: after 1, 2, 5, 20 and 100 letters it waits until it is clear that at least half of all it wrote so
 * far did not come back. Past that there is no bound. One run's, one thread's.
 */
final class Ramp {

    private static final int[] STEPS = {1, 3, 8, 28, 128};

    /** Fewer than these tell nothing. */
    private static final int TELLING = 3;

    private int step;

    /** Says what to do after what was written so far. */
    enum Verdict {
        GO,
        WAIT,
        STOP
    }

    /** Returns how many letters may be written, from the first on, before they are judged. */
    int limit() {
        return step < STEPS.length ? STEPS[step] : Integer.MAX_VALUE;
    }

    /**
     * Judges what came of the letters.
     *
     * @param written how many were written since the run began
     * @param scheduled how many of them are scheduled
     * @param back how many of them are dead letters again
     */
    Verdict judge(long written, long scheduled, long back) {
        if (written < limit()) {
            return Verdict.GO;
        }
        if (written < TELLING) {
            return scheduled + back == written ? next() : Verdict.WAIT;
        }
        if (back * 2 > written) {
            return Verdict.STOP;
        }
        return (written - scheduled) * 2 <= written ? next() : Verdict.WAIT;
    }

    private Verdict next() {
        step++;
        return Verdict.GO;
    }
}
