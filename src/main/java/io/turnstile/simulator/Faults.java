package io.turnstile.simulator;

import java.util.Map;
import java.util.Objects;

/**
 * Says what goes wrong with calls to the API. Ratios are 0 to 1, of all calls; which calls they hit follows from the
 * simulator's seed and the calls' order. Outages are not here but in {@link Outages}.
 *
 * @param quota default none; null = none
 * @param latency default none; null = none
 * @param errorRatio how many calls get {@code errorStatus} instead of an answer
 * @param errorStatus 500 to 599; 0 = 503
 * @param brokenJsonRatio how many 2xx answers have a body cut in two, its length stated truly
 * @param truncatedRatio how many 2xx answers break off in the middle, the connection closed
 * @param hangingRatio how many calls are never answered
 * @param failingClients client id to the status, 400 to 599, that every search and check of it gets; null = none
 */
public record Faults(
        Quota quota,
        Latency latency,
        double errorRatio,
        int errorStatus,
        double brokenJsonRatio,
        double truncatedRatio,
        double hangingRatio,
        Map<Long, Integer> failingClients) {

    public Faults {
        quota = Objects.requireNonNullElseGet(quota, Quota::none);
        latency = Objects.requireNonNullElseGet(latency, Latency::none);
        errorStatus = errorStatus == 0 ? 503 : errorStatus;
        failingClients = failingClients == null ? Map.of() : Map.copyOf(failingClients);
        for (double ratio : new double[] {errorRatio, brokenJsonRatio, truncatedRatio, hangingRatio}) {
            if (!(ratio >= 0 && ratio <= 1)) {
                throw new IllegalArgumentException("a ratio must be 0 to 1, not " + ratio);
            }
        }
        if (errorStatus < 500 || errorStatus > 599) {
            throw new IllegalArgumentException("error status must be 500 to 599, not " + errorStatus);
        }
        if (!failingClients.values().stream().allMatch(status -> status >= 400 && status <= 599)) {
            throw new IllegalArgumentException("a failing client's status must be 400 to 599");
        }
    }

    public static Faults none() {
        return new Faults(Quota.none(), Latency.none(), 0, 503, 0, 0, 0, Map.of());
    }

    public Faults withQuota(Quota other) {
        return new Faults(
                other, latency, errorRatio, errorStatus, brokenJsonRatio, truncatedRatio, hangingRatio, failingClients);
    }

    public Faults withLatency(Latency other) {
        return new Faults(
                quota, other, errorRatio, errorStatus, brokenJsonRatio, truncatedRatio, hangingRatio, failingClients);
    }

    public Faults withErrors(double ratio, int status) {
        return new Faults(quota, latency, ratio, status, brokenJsonRatio, truncatedRatio, hangingRatio, failingClients);
    }

    public Faults withBrokenJson(double ratio) {
        return new Faults(quota, latency, errorRatio, errorStatus, ratio, truncatedRatio, hangingRatio, failingClients);
    }

    public Faults withTruncated(double ratio) {
        return new Faults(
                quota, latency, errorRatio, errorStatus, brokenJsonRatio, ratio, hangingRatio, failingClients);
    }

    public Faults withHanging(double ratio) {
        return new Faults(
                quota, latency, errorRatio, errorStatus, brokenJsonRatio, truncatedRatio, ratio, failingClients);
    }

    public Faults withFailingClients(Map<Long, Integer> other) {
        return new Faults(
                quota, latency, errorRatio, errorStatus, brokenJsonRatio, truncatedRatio, hangingRatio, other);
    }
}
