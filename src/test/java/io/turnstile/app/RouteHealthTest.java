package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.http.HealthResult;
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
    private final RouteHealth health = new RouteHealth(started::get);

    @Test
    void shouldBeDownUntilAllRoutesWereStartedAndNameThoseThatAreStopped() {
        assertThat(health.look()).singleElement().matches(each -> each.status() == HealthResult.Status.DOWN);

        runs(true, true);
        assertThat(health.look()).containsExactly(HealthResult.up("routes", "2 run"));

        runs(true, false);
        assertThat(health.look()).containsExactly(HealthResult.down("routes", "stopped: two"));
    }

    private void runs(boolean one, boolean two) {
        started.set(Optional.of(new TreeMap<>(Map.of("one", one, "two", two))));
    }
}
