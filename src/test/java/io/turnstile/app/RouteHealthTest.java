package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.http.HealthResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** A route that is stopped reads nothing, and without this nobody hears of it. */
class RouteHealthTest {

    private final AtomicReference<Optional<SortedMap<String, Boolean>>> started =
            new AtomicReference<>(Optional.empty());
    private final List<String> warnings = new ArrayList<>();
    private final RouteHealth health = new RouteHealth(started::get, () -> warnings);

    @Test
    void shouldBeDownUntilAllRoutesWereStartedAndNameThoseThatAreStopped() {
        assertThat(health.look()).singleElement().matches(each -> each.status() == HealthResult.Status.DOWN);

        runs(true, true);
        assertThat(health.look()).containsExactly(HealthResult.up("routes", "2 run"));

        runs(true, false);
        assertThat(health.look()).containsExactly(HealthResult.down("routes", "stopped: two"));
    }

    /** A broken file that was saved stops no booking, so it must not take the instance out of its load balancer. */
    @Test
    void shouldBeUpAndSayWhatIsWrongWhenSavedFilesWereRefused() {
        runs(true, true);
        warnings.add("booking.camel.yaml, line 7");

        assertThat(health.look())
                .containsExactly(HealthResult.up("routes", "2 run; WARNING: booking.camel.yaml, line 7"));
    }

    private void runs(boolean one, boolean two) {
        started.set(Optional.of(new TreeMap<>(Map.of("one", one, "two", two))));
    }
}
