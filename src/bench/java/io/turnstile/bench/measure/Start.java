package io.turnstile.bench.measure;

import io.turnstile.bench.Api;
import io.turnstile.bench.ChildProcess;
import io.turnstile.bench.Contestant;
import io.turnstile.bench.Findings;
import io.turnstile.bench.Measure;
import io.turnstile.bench.Median;
import io.turnstile.bench.Run;
import io.turnstile.bench.Sizes;
import io.turnstile.bench.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Time from the launcher's call to the first outcome, with a broker that is up; and after {@code kill -9} of an instance. */
public final class Start implements Measure {

    private static final int REQUESTS = 30_000;
    private static final int RUNS = 3;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public Findings run(Sizes sizes) throws Exception {
        List<Double> first = new ArrayList<>();
        List<Double> again = new ArrayList<>();
        try (Stage stage = new Stage(Api.withLatency(100))) {
            stage.send(sizes.of(REQUESTS));
            for (int i = 0; i < RUNS; i++) {
                try (Run run = stage.prepare("start")) {
                    first.add(secondsToNext(run));
                }
                try (Run run = stage.prepare("killed")) {
                    ChildProcess killed = run.start(Contestant.TURNSTILE);
                    run.outcomes().await(1, PATIENCE);
                    killed.close();
                    run.outcomes().drain();
                    again.add(secondsToNext(run));
                }
            }
        }
        return new Findings("Start")
                .detail("Medians of " + RUNS + " starts each, calls of 100 ms: two of them are within each figure.")
                .atMost("start to first outcome, broker up", 3, Median.of(first), " s")
                .atMost("start to first outcome after kill -9", 3, Median.of(again), " s");
    }

    private static double secondsToNext(Run run) throws Exception {
        long seen = run.outcomes().distinct();
        long start = System.nanoTime();
        run.start(Contestant.TURNSTILE);
        if (!run.outcomes().await(seen + 1, PATIENCE)) {
            throw new IllegalStateException("No outcome came within " + PATIENCE);
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
