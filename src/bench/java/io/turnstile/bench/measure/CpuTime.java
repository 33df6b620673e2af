package io.turnstile.bench.measure;

import io.turnstile.bench.Api;
import io.turnstile.bench.ChildProcess;
import io.turnstile.bench.Contestant;
import io.turnstile.bench.CpuUse;
import io.turnstile.bench.Findings;
import io.turnstile.bench.Measure;
import io.turnstile.bench.Median;
import io.turnstile.bench.Run;
import io.turnstile.bench.Sizes;
import io.turnstile.bench.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * CPU time of a booking where the API answers at once, in three chunks as a contestant warms. Turnstile and the loop
 * alternate; the others have one run.
 */
public final class CpuTime implements Measure {

    private static final int BOOKINGS = 60_000;
    private static final int CHUNKS = 3;
    private static final int ROUNDS = 3;
    private static final Duration FIRST_OUTCOME = Duration.ofMinutes(1);

    /** A plain Camel route would take five minutes. */
    private static final Duration LONGEST = Duration.ofSeconds(50);

    /**
     * Figures of one run.
     *
     * @param all CPU time of each chunk that was reached, in microseconds a booking
     * @param compilers the compilers' part of it
     * @param rate bookings a second
     * @param tooMany outcomes of requests that had one
     */
    private record Passed(List<Double> all, List<Double> compilers, double rate, double tooMany) {}

    @Override
    public String name() {
        return "cpu";
    }

    @Override
    public Findings run(Sizes sizes) throws Exception {
        int bookings = sizes.of(BOOKINGS);
        Map<Contestant, List<Passed>> passed = new EnumMap<>(Contestant.class);
        try (Stage stage = new Stage(Api.withLatency(0))) {
            stage.send(bookings);
            for (int round = 0; round < ROUNDS; round++) {
                for (Contestant each : Contestant.values()) {
                    if (round == 0 || each == Contestant.TURNSTILE || each == Contestant.LOOP) {
                        passed.computeIfAbsent(each, any -> new ArrayList<>()).add(pass(stage, each, bookings));
                    }
                }
            }
        }
        return findings(passed, bookings / CHUNKS);
    }

    private static Passed pass(Stage stage, Contestant contestant, int bookings) throws IOException {
        try (Run run = stage.prepare("cpu")) {
            ChildProcess process = run.start(contestant);
            run.outcomes().await(1, FIRST_OUTCOME);
            CpuUse use = new CpuUse(process.pid());
            List<Double> all = new ArrayList<>();
            List<Double> compilers = new ArrayList<>();
            CpuUse.Reading last = use.read();
            long lastSeen = run.outcomes().distinct();
            long firstSeen = lastSeen;
            Instant start = Instant.now();
            Instant end = start.plus(LONGEST);
            for (int chunk = 1; chunk <= CHUNKS; chunk++) {
                long goal = (long) bookings * chunk / CHUNKS;
                while (run.outcomes().distinct() < goal && Instant.now().isBefore(end)) {
                    run.outcomes().await(goal, Duration.ofMillis(500));
                    use.read();
                }
                CpuUse.Reading now = use.read();
                long seen = run.outcomes().distinct() - lastSeen;
                if (seen > 0) {
                    all.add(micros(now.since(last).all(), seen));
                    compilers.add(micros(now.since(last).compilers(), seen));
                }
                last = now;
                lastSeen = run.outcomes().distinct();
            }
            double seconds = Duration.between(start, Instant.now()).toNanos() / 1e9;
            return new Passed(
                    all,
                    compilers,
                    (lastSeen - firstSeen) / seconds,
                    run.outcomes().duplicated());
        }
    }

    private static double micros(Duration time, long bookings) {
        return time.toNanos() / 1e3 / bookings;
    }

    private static Findings findings(Map<Contestant, List<Passed>> passed, int chunk) {
        int last = CHUNKS - 1;
        Map<Contestant, double[]> medians = new EnumMap<>(Contestant.class);
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "microseconds of CPU a booking",
                "first " + Findings.number(chunk),
                "second",
                "third",
                "of them compilers",
                "bookings a second",
                "outcomes too many",
                "runs"));
        passed.forEach((contestant, runs) -> {
            double[] median = new double[CHUNKS];
            List<String> row = new ArrayList<>(List.of(contestant.title()));
            for (int i = 0; i < CHUNKS; i++) {
                int at = i;
                median[i] = Median.of(runs.stream()
                        .filter(run -> run.all().size() > at)
                        .map(run -> run.all().get(at))
                        .toList());
                row.add(Findings.number(median[i]));
            }
            row.add(Findings.number(Median.of(runs.stream()
                    .filter(run -> run.all().size() > last)
                    .map(run -> run.compilers().get(last))
                    .toList())));
            row.add(Findings.number(Median.of(runs.stream().map(Passed::rate).toList())));
            row.add(Findings.number(runs.stream().mapToDouble(Passed::tooMany).sum()));
            row.add(Integer.toString(runs.size()));
            table.add(row);
            medians.put(contestant, median);
        });
        Findings findings = new Findings("CPU time of a booking, where the API answers at once").table(table);
        double[] turnstile = medians.get(Contestant.TURNSTILE);
        double[] loop = medians.get(Contestant.LOOP);
        findings.atMost("CPU a booking, warm, against the loop", 1.5, turnstile[last] / loop[last], " times");
        findings.atMost("CPU a booking, first chunk, against the loop", 2, turnstile[0] / loop[0], " times");
        medians.forEach((contestant, median) -> {
            if (contestant != Contestant.TURNSTILE && contestant != Contestant.LOOP) {
                int at = Double.isNaN(median[last]) ? 0 : last;
                findings.atMost(
                        "CPU a booking against " + contestant.title() + ", " + (at == 0 ? "first" : "third") + " chunk",
                        1,
                        turnstile[at] / median[at],
                        " times");
            }
        });
        return findings;
    }
}
