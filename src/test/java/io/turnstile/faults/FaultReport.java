package io.turnstile.faults;

import io.turnstile.endtoend.fixture.WaitingTimes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** What one run saw: how long requests waited, by class and by fault, and which promises were not kept. */
final class FaultReport {

    private static final int MOST_PRINTED = 60;

    private final long seed;
    private final Observed observed;
    private final List<Violation> violations;
    private final UnaryOperator<Duration> allowance;
    private final Map<String, Row> rows = new TreeMap<>();
    private final WaitingTimes classes = new WaitingTimes();

    /**
     * Faults of one kind, and the requests that were sent while one was on.
     *
     * @param worst longest wait of any, in milliseconds
     */
    record Row(int times, int requests, long worst) {

        Row plus(Row other) {
            return new Row(times + other.times, requests + other.requests, Math.max(worst, other.worst));
        }
    }

    FaultReport(long seed, Observed observed, List<Violation> violations, UnaryOperator<Duration> allowance) {
        this.seed = seed;
        this.observed = observed;
        this.violations = List.copyOf(violations);
        this.allowance = allowance;
        Map<String, List<Seen>> outcomes = observed.outcomes();
        List<long[]> waits = new ArrayList<>();
        observed.sent().forEach((id, sent) -> {
            for (Seen each : outcomes.getOrDefault(id, List.of())) {
                classes.add(sent.request().requestClass(), each.at() - sent.at());
                waits.add(new long[] {sent.at(), each.at()});
            }
        });
        observed.faults().forEach(each -> rows.merge(each.fault().kind(), row(each, waits), Row::plus));
    }

    private static Row row(Struck fault, Collection<long[]> waits) {
        long[] during = waits.stream()
                .filter(each -> each[0] <= fault.end() && each[1] >= fault.begin())
                .mapToLong(each -> each[1] - each[0])
                .toArray();
        return new Row(1, during.length, java.util.Arrays.stream(during).max().orElse(0));
    }

    long seed() {
        return seed;
    }

    List<Violation> violations() {
        return violations;
    }

    /** Returns a row for each kind of fault. */
    Map<String, Row> rows() {
        return rows;
    }

    int requests() {
        return observed.sent().size();
    }

    void print() {
        System.out.printf("%n%-32s %9s %11s %11s%n", "class", "requests", "median", "at worst");
        for (String each : classes.classes()) {
            System.out.printf(
                    "%-32s %9d %8d ms %8d ms%n",
                    each,
                    classes.count(each),
                    classes.median(each).toMillis(),
                    classes.worst(each).toMillis());
        }
        System.out.printf("%n%-32s %9s %11s %14s%n", "fault", "times", "requests", "longest wait");
        rows.forEach((kind, row) ->
                System.out.printf("%-32s %9d %11d %11d ms%n", kind, row.times(), row.requests(), row.worst()));
        System.out.printf(
                "%nrequests=%d replays=%d retried=%d; 1 s is allowed as %d ms%n",
                requests(),
                observed.requests().size() - requests(),
                observed.retried().size(),
                allowance.apply(Duration.ofSeconds(1)).toMillis());
        violations.stream().limit(MOST_PRINTED).forEach(each -> System.out.println("NOT SO: " + each));
        System.out.println(
                violations.isEmpty()
                        ? "seed " + seed + ": every promise was kept"
                        : "seed " + seed + ": " + violations.size() + " violations");
    }
}
