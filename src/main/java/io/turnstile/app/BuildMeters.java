package io.turnstile.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Optional;

/** Meter that names the build: always 1, with the version of the jar's manifest. */
final class BuildMeters implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("turnstile.build.info", () -> 1)
                .tag("version", version())
                .description("1, with the version that runs")
                .register(registry);
    }

    private static String version() {
        return Optional.ofNullable(BuildMeters.class.getPackage().getImplementationVersion())
                .orElse("unknown");
    }
}
