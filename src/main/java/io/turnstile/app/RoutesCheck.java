package io.turnstile.app;

import io.turnstile.altegio.gate.Credentials;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.QuotaLimits;
import io.turnstile.intake.InstanceConflict;
import io.turnstile.intake.IntakeClientFactory;
import io.turnstile.intake.IntakeWatch;
import io.turnstile.intake.OwnedPartitions;
import java.time.Clock;

/** Reads the route files as a pipeline would, and starts none of them. */
final class RoutesCheck {

    private static final String NAME = "routes";

    private RoutesCheck() {}

    static CheckResult of(Settings settings) {
        Clock clock = Clock.systemUTC();
        try (IntakeWatch watch = new IntakeWatch(clock);
                Gate gate = gate(settings);
                Routes routes =
                        new Routes(settings, gate, clients(settings, watch, clock), watch, Runnable::run, clock)) {
            return CheckResult.ok(NAME, "%d routes in %s".formatted(routes.load(), settings.routes()));
        } catch (Exception e) {
            return CheckResult.fail(
                    NAME, RouteFaults.explain(e, settings.routes()).getMessage());
        }
    }

    /** Makes a gate that no call passes: routes can be read without tokens. */
    private static Gate gate(Settings settings) {
        return new Gate(GateConfig.of(
                settings.altegio().baseUrl(), new Credentials.FixedToken("none", "none"), new QuotaLimits(0, 0)));
    }

    private static IntakeClientFactory clients(Settings settings, IntakeWatch watch, Clock clock) {
        return new IntakeClientFactory(
                settings.instance(),
                settings.kafka().properties(),
                new InstanceConflict(settings.instance(), clock, message -> {}),
                new OwnedPartitions(OwnedPartitions.Listener.NONE),
                watch);
    }
}
