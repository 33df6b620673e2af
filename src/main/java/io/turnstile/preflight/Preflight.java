package io.turnstile.preflight;

import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.app.AltegioTls;
import io.turnstile.app.GateSettings;
import io.turnstile.app.HttpWiring;
import io.turnstile.config.Secrets;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.config.TemporaryFolder;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Checks of everything that a pipeline needs. It changes nothing: no topic is created, no record read. */
public final class Preflight {

    private static final String CONFIG = "config";

    private final Settings settings;
    private final Consumer<CheckResult> results;

    /** @param results is told each result as soon as it is known */
    public Preflight(Settings settings, Consumer<CheckResult> results) {
        this.settings = settings;
        this.results = results;
    }

    /** Makes all checks, also when some fail. Takes as long as Kafka and Altegio let it wait: half a minute at worst. */
    public void run() throws InterruptedException {
        Optional<GateConfig> gate = checkConfig();
        RoutesCheck routes = new RoutesCheck(settings);
        results.accept(routes.run());
        new KafkaCheck(settings, routes.outcomeTopics(), results).run();
        results.accept(
                gate.isPresent()
                        ? new AltegioCheck(settings.altegio(), gate.get(), Secrets.of(settings)).run()
                        : CheckResult.skip("altegio", "not asked: see config"));
    }

    /** Checks what goes beyond single settings. Returns how to ask Altegio, if that is known. */
    private Optional<GateConfig> checkConfig() {
        Optional<GateConfig> gate = Optional.empty();
        boolean ok = true;
        try {
            AltegioTls.context(settings.altegio());
            gate = Optional.of(GateSettings.ofCheck(settings));
        } catch (SettingsException e) {
            results.accept(CheckResult.fail(CONFIG, e.getMessage()));
            ok = false;
        }
        try {
            TemporaryFolder.require();
            HttpWiring.config(settings.http());
        } catch (SettingsException e) {
            results.accept(CheckResult.fail(CONFIG, e.getMessage()));
            ok = false;
        }
        if (ok) {
            results.accept(CheckResult.ok(
                    CONFIG,
                    String.format(
                            Locale.ROOT,
                            "instance '%s' of group '%s'",
                            settings.instance(),
                            settings.kafka().group())));
        }
        return gate;
    }
}
