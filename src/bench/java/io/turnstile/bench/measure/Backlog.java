package io.turnstile.bench.measure;

import io.turnstile.bench.Api;
import io.turnstile.bench.ChildProcess;
import io.turnstile.bench.Contestant;
import io.turnstile.bench.CpuUse;
import io.turnstile.bench.Findings;
import io.turnstile.bench.Measure;
import io.turnstile.bench.Run;
import io.turnstile.bench.Sizes;
import io.turnstile.bench.Stage;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * CPU time of the same first bookings in front of backlogs of different sizes, and resident memory as bookings pass, with the
 * launcher's own defaults. At scale 1 a fifth of the largest backlog passes; at scale 5 its first million.
 */
public final class Backlog implements Measure {

    private static final List<Integer> BACKLOGS = List.of(10_000, 100_000, 1_000_000);
    private static final int PASSED = 200_000;
    private static final int LOOKS = 10;
    private static final Duration PATIENCE = Duration.ofMinutes(30);

    @Override
    public String name() {
        return "backlog";
    }

    @Override
    public Findings run(Sizes sizes) throws Exception {
        int smallest = sizes.of(BACKLOGS.get(0));
        List<Double> cpu = new ArrayList<>();
        List<List<String>> table = new ArrayList<>();
        table.add(List.of(
                "backlog",
                "microseconds of CPU a booking, of the first " + Findings.number(smallest)
                        + " without the first 40 and the last 20 %"));
        for (int i = 0; i < BACKLOGS.size() - 1; i++) {
            try (Stage stage = new Stage(Api.withLatency(0));
                    Run run = prepare(stage, sizes.of(BACKLOGS.get(i)))) {
                CpuUse use = new CpuUse(run.start(Contestant.TURNSTILE).pid());
                cpu.add(cpu(run, use, smallest));
            }
        }
        int largest = sizes.of(BACKLOGS.get(BACKLOGS.size() - 1));
        try (Stage stage = new Stage(Api.withLatency(0));
                Run run = prepare(stage, largest)) {
            ChildProcess process = run.start(Contestant.TURNSTILE);
            CpuUse use = new CpuUse(process.pid());
            cpu.add(cpu(run, use, smallest));
            for (int i = 0; i < cpu.size(); i++) {
                table.add(List.of(Findings.number(sizes.of(BACKLOGS.get(i))), Findings.number(cpu.get(i))));
            }
            List<Long> resident = resident(run, use, Math.min(largest, sizes.of(PASSED)));
            long half = resident.get(LOOKS / 2 - 1);
            long last = resident.get(LOOKS - 1);
            return new Findings("Backlogs and memory")
                    .table(table)
                    .detail("")
                    .detail("Resident MiB after each tenth of "
                            + Findings.number(run.outcomes().distinct()) + " bookings: " + resident)
                    .atMost(
                            "backlog of 10 thousand, 100 thousand, 1 million: CPU a booking apart by",
                            5,
                            100 * (Collections.max(cpu) / Collections.min(cpu) - 1),
                            " %")
                    .atMost(
                            "resident memory after "
                                    + Findings.number(run.outcomes().distinct()) + " bookings",
                            350,
                            last,
                            " MiB")
                    .atMost("resident memory, second half of them", 1.05, (double) last / half, " times the first");
        }
    }

    private static Run prepare(Stage stage, int backlog) throws InterruptedException {
        stage.send(backlog);
        return stage.prepare("backlog");
    }

    private static double cpu(Run run, CpuUse use, int bookings) throws IOException {
        await(run, bookings * 2 / 5);
        long seen = run.outcomes().distinct();
        CpuUse.Reading from = use.read();
        await(run, bookings * 4 / 5);
        return use.read().since(from).all().toNanos() / 1e3 / (run.outcomes().distinct() - seen);
    }

    private static void await(Run run, int bookings) {
        if (!run.outcomes().await(bookings, PATIENCE)) {
            throw new IllegalStateException(
                    "Only " + run.outcomes().distinct() + " outcomes came until " + Instant.now());
        }
    }

    private static List<Long> resident(Run run, CpuUse use, int bookings) throws IOException {
        List<Long> resident = new ArrayList<>();
        for (int i = 1; i <= LOOKS; i++) {
            await(run, (int) ((long) bookings * i / LOOKS));
            resident.add(use.residentMiB());
        }
        return resident;
    }
}
