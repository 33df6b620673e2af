package io.turnstile.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.turnstile.http.HealthResult;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A route that is stopped reads nothing, and without this nobody hears of it. */
class RouteHealthTest {

    private final AtomicReference<Optional<CamelContext>> started = new AtomicReference<>(Optional.empty());
    private final RouteHealth health = new RouteHealth(started::get);

    @Test
    void shouldBeDownUntilAllRoutesWereStartedAndNameThoseThatAreStopped() throws Exception {
        assertThat(health.look()).singleElement().matches(each -> each.status() == HealthResult.Status.DOWN);
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:one").routeId("one").log("x");
                    from("direct:two").routeId("two").log("x");
                }
            });
            camel.start();
            started.set(Optional.of(camel));
            assertThat(health.look()).containsExactly(HealthResult.up("routes", "2 run"));

            camel.getRouteController().stopRoute("two");
            assertThat(health.look()).containsExactly(HealthResult.down("routes", "stopped: two"));

            camel.getRouteController().startRoute("two");
            assertThat(health.look()).containsExactly(HealthResult.up("routes", "2 run"));
        }
    }
}
