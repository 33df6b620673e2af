package io.turnstile.preflight;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.auth.Credentials;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.app.RouteTopics;
import io.turnstile.app.Routes;
import io.turnstile.config.Settings;
import io.turnstile.intake.InstanceConflict;
import io.turnstile.intake.IntakeClientFactory;
import io.turnstile.intake.IntakeMonitor;
import io.turnstile.intake.progress.OwnedPartitions;
import io.turnstile.kafka.TopicMetadataCache;
import io.turnstile.routeset.RouteErrors;
import io.turnstile.telemetry.Tracing;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Check of the route files: they are read as a pipeline reads them, and none is started. */
final class RoutesCheck {

    private static final String NAME = "routes";

    private final Settings settings;
    private Set<String> outcomeTopics = Set.of();

    RoutesCheck(Settings settings) {
        this.settings = settings;
    }

    CheckResult run() {
        Clock clock = Clock.systemUTC();
        try (IntakeMonitor watch = new IntakeMonitor(clock, message -> {});
                Gate gate = gate(settings);
                RouteTopics topics = new RouteTopics(settings);
                Routes routes = new Routes(
                        settings,
                        List.of(),
                        gate,
                        clients(settings, watch, clock),
                        topics,
                        watch,
                        Runnable::run,
                        Tracing.OFF,
                        clock)) {
            int count = routes.load();
            outcomeTopics = routes.outcomeTopics();
            return CheckResult.ok(NAME, String.format(Locale.ROOT, "%d routes in %s", count, settings.routes()));
        } catch (Exception e) {
            return CheckResult.fail(
                    NAME, RouteErrors.explain(e, settings.routes()).getMessage());
        }
    }

    /** Returns the topics that the routes name for outcomes; none before {@link #run}, or if they cannot be read. */
    Set<String> outcomeTopics() {
        return outcomeTopics;
    }

    /** Makes a gate that no call passes: routes can be read without tokens. */
    private static Gate gate(Settings settings) {
        return new Gate(GateConfig.of(
                settings.altegio().baseUrl(), new Credentials.FixedToken("none", "none"), new QuotaLimits(0, 0)));
    }

    private static IntakeClientFactory clients(Settings settings, IntakeMonitor watch, Clock clock) {
        return new IntakeClientFactory(
                settings.instance(),
                settings.kafka().properties(),
                new InstanceConflict(settings.instance(), System::nanoTime, message -> {}),
                new OwnedPartitions(OwnedPartitions.Listener.marking("")),
                watch,
                new TopicMetadataCache(topics -> CompletableFuture.completedFuture(Map.of()), System::nanoTime),
                System::nanoTime);
    }
}
