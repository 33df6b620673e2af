package io.turnstile.bench.measure;

import io.turnstile.bench.Api;
import io.turnstile.bench.Contestant;
import io.turnstile.bench.Findings;
import io.turnstile.bench.Measure;
import io.turnstile.bench.Run;
import io.turnstile.bench.Sizes;
import io.turnstile.bench.Stage;
import java.time.Duration;
import java.util.Map;

/** Share of the in-flight bound where one call of a hundred takes 10 s: commits are out of order by then. */
public final class SlowCalls implements Measure {

    private static final Api API = new Api(100, 0.01, 10_000, false);
    private static final double BOUND = 128 / (2 * API.meanSeconds());
    private static final Duration WARM_UP = Duration.ofSeconds(25);
    private static final Duration WINDOW = Duration.ofSeconds(30);

    @Override
    public String name() {
        return "slow-calls";
    }

    @Override
    public Findings run(Sizes sizes) throws Exception {
        Duration warmUp = sizes.of(WARM_UP);
        Duration window = sizes.of(WINDOW);
        try (Stage stage = new Stage(API)) {
            stage.send((int) (2 * BOUND * warmUp.plus(window).toSeconds()));
            try (Run run = stage.prepare("slow-calls", Map.of("TURNSTILE_ALTEGIO_TIMEOUT", "20s"))) {
                run.start(Contestant.TURNSTILE);
                run.outcomes().await(1, Duration.ofMinutes(1));
                run.outcomes().rate(warmUp);
                double rate = run.outcomes().rate(window);
                return new Findings("One call of a hundred takes 10 s")
                        .detail(Findings.number(rate) + " bookings a second, of " + Findings.number(BOUND)
                                + " that 128 in flight can be with calls of "
                                + Findings.number(1000 * API.meanSeconds()) + " ms on average.")
                        .atLeast("the same with 1 % of calls at 10 s", 95, 100 * rate / BOUND, " %");
            }
        }
    }
}
