package io.turnstile.routetest;

import io.turnstile.config.Settings;
import java.nio.file.Path;
import java.util.Map;

/** Runs of tests with the settings as they come, where nothing answers on the network. */
final class RouteTests {

    private RouteTests() {}

    static RouteTestReport run(Path folder) throws Exception {
        Settings settings = Settings.read(
                Map.of(
                        "turnstile.kafka.brokers",
                        "localhost:1",
                        "turnstile.altegio.base-url",
                        "http://localhost:1/api/v1"),
                Map.of(),
                Path.of("."));
        try (RouteTestRun run = RouteTestRun.load(settings, folder, System::nanoTime)) {
            return run.run(result -> {});
        }
    }
}
