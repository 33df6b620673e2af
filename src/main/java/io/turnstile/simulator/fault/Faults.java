package io.turnstile.simulator.fault;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Settings of what goes wrong with calls to the API. Ratios are 0 to 1, of all calls; which calls they hit follows from the
 * simulator's seed and the calls' order. Outages are not here but in {@link Outages}.
 *
 * @param quota default none; null = none
 * @param latency default none; null = none
 * @param errorRatio how many calls get {@code errorStatus} instead of an answer
 * @param errorStatus 500 to 599; 0 = 503
 * @param brokenJsonRatio how many 2xx answers have a body cut in two, its length stated truly
 * @param truncatedRatio how many 2xx answers break off in the middle, the connection closed
 * @param hangingRatio how many calls are never answered
 * @param failingClients client id to the status, 400 to 599, that every search and check of it gets, with the API's own
 *     error object; null = none
 * @param failingLocations the same for location ids and every call for it; null = none
 * @param odd answers that no API of Altegio gives; null = none
 * @param userTokenRequired whether search and check ask for a user token too, where the reference asks for none
 */
public record Faults(
        @Nullable SimulatedQuota quota,
        @Nullable Latency latency,
        double errorRatio,
        int errorStatus,
        double brokenJsonRatio,
        double truncatedRatio,
        double hangingRatio,
        @Nullable Map<Long, Integer> failingClients,
        Map<Long, Integer> failingLocations,
        @Nullable OddResponses odd,
        boolean userTokenRequired) {

    public Faults {
        quota = Objects.requireNonNullElseGet(quota, SimulatedQuota::none);
        latency = Objects.requireNonNullElseGet(latency, Latency::none);
        odd = Objects.requireNonNullElseGet(odd, OddResponses::none);
        errorStatus = errorStatus == 0 ? 503 : errorStatus;
        failingClients = failingClients == null ? Map.of() : Map.copyOf(failingClients);
        failingLocations = failingLocations == null ? Map.of() : Map.copyOf(failingLocations);
        for (double ratio : new double[] {errorRatio, brokenJsonRatio, truncatedRatio, hangingRatio}) {
            if (!(ratio >= 0 && ratio <= 1)) {
                throw new IllegalArgumentException("a ratio must be 0 to 1, not " + ratio);
            }
        }
        if (errorStatus < 500 || errorStatus > 599) {
            throw new IllegalArgumentException("error status must be 500 to 599, not " + errorStatus);
        }
        requireErrors("client", failingClients);
        requireErrors("location", failingLocations);
    }

    private static void requireErrors(String what, Map<Long, Integer> failing) {
        if (!failing.values().stream().allMatch(status -> status >= 400 && status <= 599)) {
            throw new IllegalArgumentException("a failing " + what + "'s status must be 400 to 599");
        }
    }

    public static Faults none() {
        return new Faults(null, null, 0, 503, 0, 0, 0, null, null, null, false);
    }

    public Faults withQuota(SimulatedQuota other) {
        return new Faults(
                other,
                latency,
                errorRatio,
                errorStatus,
                brokenJsonRatio,
                truncatedRatio,
                hangingRatio,
                failingClients,
                failingLocations,
                odd,
                userTokenRequired);
    }

    public Faults withLatency(Latency other) {
        return new Faults(
                quota,
                other,
                errorRatio,
                errorStatus,
                brokenJsonRatio,
                truncatedRatio,
                hangingRatio,
                failingClients,
                failingLocations,
                odd,
                userTokenRequired);
    }

    public Faults withErrors(double ratio, int status) {
        return new Faults(
                quota,
                latency,
                ratio,
                status,
                brokenJsonRatio,
                truncatedRatio,
                hangingRatio,
                failingClients,
                failingLocations,
                odd,
                userTokenRequired);
    }

    public Faults withBrokenJson(double ratio) {
        return new Faults(
                quota,
                latency,
                errorRatio,
                errorStatus,
                ratio,
                truncatedRatio,
                hangingRatio,
                failingClients,
                failingLocations,
                odd,
                userTokenRequired);
    }

    public Faults withTruncated(double ratio) {
        return new Faults(
                quota,
                latency,
                errorRatio,
                errorStatus,
                brokenJsonRatio,
                ratio,
                hangingRatio,
                failingClients,
                failingLocations,
                odd,
                userTokenRequired);
    }

    public Faults withHanging(double ratio) {
        return new Faults(
                quota,
                latency,
                errorRatio,
                errorStatus,
                brokenJsonRatio,
                truncatedRatio,
                ratio,
                failingClients,
                failingLocations,
                odd,
                userTokenRequired);
    }

    public Faults withFailingClients(Map<Long, Integer> other) {
        return new Faults(
                quota,
                latency,
                errorRatio,
                errorStatus,
                brokenJsonRatio,
                truncatedRatio,
                hangingRatio,
                other,
                failingLocations,
                odd,
                userTokenRequired);
    }

    public Faults withFailingLocations(Map<Long, Integer> other) {
        return new Faults(
                quota,
                latency,
                errorRatio,
                errorStatus,
                brokenJsonRatio,
                truncatedRatio,
                hangingRatio,
                failingClients,
                other,
                odd,
                userTokenRequired);
    }

    public Faults withOdd(OddResponses other) {
        return new Faults(
                quota,
                latency,
                errorRatio,
                errorStatus,
                brokenJsonRatio,
                truncatedRatio,
                hangingRatio,
                failingClients,
                failingLocations,
                other,
                userTokenRequired);
    }

    public Faults withUserTokenRequired(boolean required) {
        return new Faults(
                quota,
                latency,
                errorRatio,
                errorStatus,
                brokenJsonRatio,
                truncatedRatio,
                hangingRatio,
                failingClients,
                failingLocations,
                odd,
                required);
    }
}
