package io.turnstile.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.breaker.GateStatus;
import io.turnstile.config.BuildInfo;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.http.HealthResult;
import io.turnstile.http.HttpConfig;
import io.turnstile.http.HttpParts;
import io.turnstile.http.HttpServer;
import io.turnstile.http.HttpServerException;
import io.turnstile.http.access.PublicUrl;
import io.turnstile.intake.IntakeMonitor;
import io.turnstile.tls.KeyFiles;
import io.turnstile.tls.TlsFileException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Wiring of the HTTP server: where it listens and what it shows. */
public final class HttpWiring {

    private HttpWiring() {}

    /** @throws SettingsException in one line, if it cannot listen there or must not */
    static HttpServer start(
            Settings.Http settings,
            Lifetime lifetime,
            ThreadWatch threads,
            RouteHealth routes,
            IntakeHealth intake,
            Gate gate,
            IntakeMonitor watch,
            ApiWiring api,
            Clock clock) {
        HttpParts parts = new HttpParts(
                List.of(routes::look),
                List.of(lifetime::live, threads::live),
                List.of(lifetime::ready, routes::look, intake::look),
                List.of(() -> List.of(altegio(gate.status())), api::look),
                List.of(gate.metrics(), watch, api.meters(), new BuildMeters()),
                Optional.of(api.desk()));
        try {
            return HttpServer.start(config(settings), parts, clock);
        } catch (HttpServerException e) {
            throw explain(e);
        }
    }

    /** @throws SettingsException in one line, if what is served there would be open to others */
    public static HttpConfig config(Settings.Http settings) {
        try {
            Optional<KeyFiles> tls = settings.tls().map(HttpWiring::keyFiles);
            tls.ifPresent(KeyFiles::load);
            return new HttpConfig(
                    settings.host(),
                    settings.port(),
                    settings.viewerToken(),
                    settings.operatorToken(),
                    settings.publicUrl().map(HttpWiring::publicUrl),
                    tls);
        } catch (HttpServerException | TlsFileException e) {
            throw explain(e);
        }
    }

    private static KeyFiles keyFiles(Settings.Tls tls) {
        String at = "turnstile.http.tls.";
        return tls.keyStore()
                .<KeyFiles>map(file -> new KeyFiles.Pkcs12(
                        at + "keystore-file", file, tls.password().orElseThrow()))
                .orElseGet(() -> new KeyFiles.Pem(
                        at + "certificate-file",
                        tls.certificate().orElseThrow(),
                        at + "key-file",
                        tls.key().orElseThrow()));
    }

    private static PublicUrl publicUrl(String text) {
        return PublicUrl.parse(text)
                .orElseThrow(
                        () -> new SettingsException("turnstile.http.public-url must be an http or https address like"
                                + " https://ops.example.com/turnstile and is '" + text + "'"));
    }

    private static HealthResult altegio(GateStatus status) {
        return status.holding()
                .map(reason -> HealthResult.waiting(
                        "altegio",
                        String.format(
                                Locale.ROOT, "%s. Holding since %s (%s)", status.detail(), status.since(), reason)))
                .orElseGet(() -> HealthResult.up("altegio", status.detail()));
    }

    private static SettingsException explain(RuntimeException fault) {
        SettingsException explained = new SettingsException(fault.getMessage());
        explained.initCause(fault);
        return explained;
    }

    /** Meter that names the build: always 1, with version and commit. */
    private static final class BuildMeters implements MeterBinder {

        @Override
        public void bindTo(MeterRegistry registry) {
            Gauge.builder("turnstile.build.info", () -> 1)
                    .tag("version", BuildInfo.current().version())
                    .tag("commit", BuildInfo.current().commit())
                    .description("1, with version and commit of what runs")
                    .register(registry);
        }
    }
}
