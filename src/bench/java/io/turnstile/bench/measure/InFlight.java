package io.turnstile.bench.measure;

import io.turnstile.bench.Api;
import io.turnstile.bench.Contestant;
import io.turnstile.bench.Findings;
import io.turnstile.bench.Measure;
import io.turnstile.bench.Run;
import io.turnstile.bench.Sizes;
import io.turnstile.bench.Stage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Bookings a second where calls take 100 ms, against what 128 bookings in flight can be; and what the others pass there. */
public final class InFlight implements Measure {

    private static final int IN_FLIGHT = 128;
    private static final int CALLS = 2;
    private static final Duration WINDOW = Duration.ofSeconds(30);
    private static final Duration PEERS = Duration.ofSeconds(12);
    private static final Duration FIRST_OUTCOME = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "in-flight";
    }

    @Override
    public Findings run(Sizes sizes) throws Exception {
        Api api = Api.withLatency(100);
        double bound = IN_FLIGHT / (CALLS * api.meanSeconds());
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("", "bookings a second at 100 ms a call"));
        try (Stage stage = new Stage(api)) {
            Duration window = sizes.of(WINDOW);
            stage.send((int) (bound * 3 * window.toSeconds()));
            double first;
            double after;
            try (Run run = start(stage, Contestant.TURNSTILE)) {
                first = run.outcomes().rate(window);
                after = run.outcomes().rate(window);
            }
            table.add(List.of(Contestant.TURNSTILE.title(), Findings.number(after)));
            for (Contestant each : Contestant.values()) {
                if (each != Contestant.TURNSTILE) {
                    try (Run run = start(stage, each)) {
                        table.add(List.of(
                                each.title(), Findings.number(run.outcomes().rate(sizes.of(PEERS)))));
                    }
                }
            }
            return new Findings("Bookings in flight")
                    .detail("The bound is " + Findings.number(bound) + " bookings a second: " + IN_FLIGHT
                            + " in flight, two calls each.")
                    .detail("")
                    .table(table)
                    .atLeast("share of the in-flight bound, first 30 s", 92, 100 * first / bound, " %")
                    .atLeast("share of the in-flight bound, after", 98, 100 * after / bound, " %");
        }
    }

    private static Run start(Stage stage, Contestant contestant) throws IOException {
        Run run = stage.prepare("in-flight");
        run.start(contestant);
        run.outcomes().await(1, FIRST_OUTCOME);
        return run;
    }
}
