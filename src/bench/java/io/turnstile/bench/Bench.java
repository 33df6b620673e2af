package io.turnstile.bench;

import io.turnstile.bench.measure.Backlog;
import io.turnstile.bench.measure.CpuTime;
import io.turnstile.bench.measure.DeadLetters;
import io.turnstile.bench.measure.InFlight;
import io.turnstile.bench.measure.Instances;
import io.turnstile.bench.measure.Quota;
import io.turnstile.bench.measure.SlowCalls;
import io.turnstile.bench.measure.Start;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The benchmark's main class. Arguments: the name of a measure, several with commas between, or {@code all}; and the scale of
 * the sizes. All of it at scale 1 writes {@code docs/benchmarks.md}, anything else {@code target/benchmarks.md}.
 */
public final class Bench {

    private static final List<Measure> MEASURES = List.of(
            new CpuTime(),
            new InFlight(),
            new SlowCalls(),
            new Start(),
            new Backlog(),
            new Instances(),
            new Quota(),
            new DeadLetters());

    private Bench() {}

    public static void main(String[] args) {
        int status;
        try {
            status = run(args[0], new Sizes(Double.parseDouble(args[1])));
        } catch (Exception e) {
            System.err.println("bench: " + e);
            status = 1;
        }
        System.exit(status);
    }

    private static int run(String names, Sizes sizes) throws Exception {
        boolean all = names.equals("all");
        List<String> wanted = all ? MEASURES.stream().map(Measure::name).toList() : List.of(names.split(","));
        for (String each : wanted) {
            if (MEASURES.stream().noneMatch(measure -> measure.name().equals(each))) {
                System.err.println("bench: There is no measure " + each + ", only "
                        + MEASURES.stream().map(Measure::name).toList());
                return 2;
            }
        }
        Path file = Path.of(all && sizes.scale() == 1 ? "docs/benchmarks.md" : "target/benchmarks.md");
        Instant start = Instant.now();
        Report report = new Report(file, sizes.scale());
        prepareLauncher();
        for (Measure each : MEASURES) {
            if (wanted.contains(each.name())) {
                measure(each, sizes, report);
                report.write(Duration.between(start, Instant.now()));
            }
        }
        System.out.println("bench: " + file);
        return report.isWhole() ? 0 : 1;
    }

    /** Has the launcher build, if it must, and leave its archive of loaded classes behind, as a first run of a user does. */
    private static void prepareLauncher() throws IOException {
        try (ChildProcess demo =
                ChildProcess.start("prepare", Map.of(), List.of("./turnstile", "demo", "--requests", "20", "--exit"))) {
            if (!demo.output().contains("lost=0")) {
                throw new IOException("The demo did not pass: see target/bench/prepare.log");
            }
        }
    }

    private static void measure(Measure measure, Sizes sizes, Report report) throws InterruptedException {
        System.out.println("bench: " + measure.name() + " ...");
        try {
            Findings findings = measure.run(sizes);
            findings.rows()
                    .forEach(row -> System.out.println(
                            "bench:   " + row.what() + ": " + row.measured() + " (" + row.reach() + ")"));
            report.add(findings);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            // The other measures are still worth something.
            System.err.println("bench: " + measure.name() + " failed: " + e);
            report.addFailed(measure.name(), String.valueOf(e.getMessage()));
        }
    }
}
