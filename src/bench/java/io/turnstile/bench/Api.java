package io.turnstile.bench;

/**
 * What the API of a stage is like.
 *
 * @param latencyMillis of a call
 * @param slowRatio 0 to 1: how many calls take {@code slowMillis}
 * @param quota whether it enforces its quota
 */
public record Api(long latencyMillis, double slowRatio, long slowMillis, boolean quota) {

    /** Returns one whose calls all take as long, without a quota. */
    public static Api withLatency(long millis) {
        return new Api(millis, 0, 0, false);
    }

    /** Returns how long a call takes on average, in seconds. */
    public double meanSeconds() {
        return (latencyMillis * (1 - slowRatio) + slowMillis * slowRatio) / 1000;
    }
}
