package io.turnstile.bench.measure;

import io.turnstile.bench.Api;
import io.turnstile.bench.Contestant;
import io.turnstile.bench.Findings;
import io.turnstile.bench.Measure;
import io.turnstile.bench.Run;
import io.turnstile.bench.Sizes;
import io.turnstile.bench.Stage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Bookings a second of one, two and three instances that wait for the API most of the time. */
public final class Instances implements Measure {

    private static final int MOST = 3;
    private static final int IN_FLIGHT = 16;
    private static final Duration SETTLE = Duration.ofSeconds(15);
    private static final Duration WINDOW = Duration.ofSeconds(15);

    @Override
    public String name() {
        return "instances";
    }

    @Override
    public Findings run(Sizes sizes) throws Exception {
        Api api = Api.withLatency(100);
        List<Double> rates = new ArrayList<>();
        List<List<String>> table = new ArrayList<>();
        table.add(List.of("instances", "bookings a second, " + IN_FLIGHT + " in flight each"));
        try (Stage stage = new Stage(api)) {
            double most = MOST * IN_FLIGHT / (2 * api.meanSeconds());
            stage.send((int) (2 * most * SETTLE.plus(WINDOW).toSeconds()));
            for (int instances = 1; instances <= MOST; instances++) {
                try (Run run = stage.prepare(
                        "instances", Map.of("TURNSTILE_INTAKE_CONCURRENCY", Integer.toString(IN_FLIGHT)))) {
                    for (int i = 1; i <= instances; i++) {
                        run.start(Contestant.TURNSTILE, "number-" + i);
                    }
                    run.outcomes().await(1, Duration.ofMinutes(1));
                    run.outcomes().rate(SETTLE);
                    rates.add(run.outcomes().rate(sizes.of(WINDOW)));
                    table.add(List.of(Integer.toString(instances), Findings.number(rates.get(instances - 1))));
                }
            }
        }
        return new Findings("Instances")
                .table(table)
                .atLeast("two instances against one", 1.9, rates.get(1) / rates.get(0), " times")
                .atLeast("three instances against one", 2.8, rates.get(2) / rates.get(0), " times");
    }
}
