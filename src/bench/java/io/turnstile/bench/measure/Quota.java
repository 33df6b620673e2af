package io.turnstile.bench.measure;

import com.fasterxml.jackson.databind.JsonNode;
import io.turnstile.bench.Api;
import io.turnstile.bench.Contestant;
import io.turnstile.bench.Findings;
import io.turnstile.bench.Measure;
import io.turnstile.bench.Run;
import io.turnstile.bench.Sizes;
import io.turnstile.bench.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Calls that a booking takes, and how much of an enforced quota three instances use, without one call too many. */
public final class Quota implements Measure {

    private static final int MIXED = 2_000;
    private static final int PER_MINUTE = 200;
    private static final int PER_SECOND = 5;

    @Override
    public String name() {
        return "quota";
    }

    @Override
    public Findings run(Sizes sizes) throws Exception {
        Findings findings =
                new Findings("Quota").atMost("calls a booking, mixed load", 1.75, callsPerBooking(sizes.of(MIXED)), "");
        share(findings, sizes);
        return findings;
    }

    private static double callsPerBooking(int requests) throws Exception {
        try (Stage stage = new Stage(Api.withLatency(0))) {
            stage.sendMixed(requests);
            try (Run run = stage.prepare("mixed")) {
                run.start(Contestant.TURNSTILE);
                if (!run.outcomes().await(requests, Duration.ofMinutes(5))) {
                    throw new IllegalStateException("Only " + run.outcomes().distinct() + " were decided");
                }
                return stage.apiStats().path("calls").asDouble() / requests;
            }
        }
    }

    /** Looks at whole minutes since the first call: the quota of a minute may be used at its beginning. */
    private static void share(Findings findings, Sizes sizes) throws Exception {
        boolean minutes = sizes.scale() >= 0.5;
        Duration time = minutes ? Duration.ofMinutes(2) : Duration.ofSeconds(20);
        double most = minutes ? 2 * PER_MINUTE : time.toSeconds() * PER_SECOND;
        try (Stage stage = new Stage(new Api(100, 0, 0, true))) {
            stage.send((int) most);
            Map<String, String> quota = Map.of(
                    "TURNSTILE_ALTEGIO_QUOTA_PER_SECOND", Integer.toString(PER_SECOND),
                    "TURNSTILE_ALTEGIO_QUOTA_PER_MINUTE", Integer.toString(PER_MINUTE));
            try (Run run = stage.prepare("quota", quota)) {
                for (String each : new String[] {"one", "two", "three"}) {
                    run.start(Contestant.TURNSTILE, each);
                }
                Instant patience = Instant.now().plusSeconds(120);
                while (stage.apiStats().path("calls").asLong() == 0
                        && Instant.now().isBefore(patience)) {
                    run.outcomes().poll();
                }
                run.outcomes().rate(time);
                JsonNode stats = stage.apiStats();
                double share = 100
                        * (stats.path("calls").asDouble()
                                - stats.path("violations").asDouble())
                        / most;
                findings.detail("Three instances, " + time.toSeconds() + " s since the first call.")
                        .atLeast("share of the quota that is used", 99, share, " %")
                        .atMost(
                                "calls over the quota (429)",
                                0,
                                stats.path("violations").asDouble(),
                                "");
            }
        }
    }
}
