package io.turnstile.app;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateStatus;
import io.turnstile.intake.IntakeWatch;
import io.turnstile.ops.Check;
import io.turnstile.ops.OpsConfig;
import io.turnstile.ops.OpsException;
import io.turnstile.ops.OpsParts;
import io.turnstile.ops.OpsServer;
import io.turnstile.ops.access.PublicUrl;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Tells the HTTP server where to listen and what to show. */
final class HttpWiring {

    private HttpWiring() {}

    /** @throws SettingsException in one line, if it cannot listen there or must not */
    static OpsServer start(
            Settings.Http settings,
            Lifetime lifetime,
            IntakeHealth intake,
            Gate gate,
            IntakeWatch watch,
            ApiWiring api,
            Clock clock) {
        OpsParts parts = new OpsParts(
                List.of(lifetime::live, intake::live),
                List.of(lifetime::ready, intake::look),
                List.of(() -> List.of(altegio(gate.status())), api::look),
                List.of(gate.metrics(), watch),
                Optional.of(api.desk()));
        try {
            return OpsServer.start(config(settings), parts, clock);
        } catch (OpsException e) {
            throw explain(e);
        }
    }

    /** @throws SettingsException in one line, if what is served there would be open to others */
    static OpsConfig config(Settings.Http settings) {
        try {
            return new OpsConfig(
                    settings.host(),
                    settings.port(),
                    settings.viewerToken(),
                    settings.operatorToken(),
                    settings.publicUrl().map(HttpWiring::publicUrl));
        } catch (OpsException e) {
            throw explain(e);
        }
    }

    private static PublicUrl publicUrl(String text) {
        return PublicUrl.parse(text)
                .orElseThrow(() -> new SettingsException("turnstile.http.public-url must be an http or https address like"
                        + " https://ops.example.com/turnstile and is '" + text + "'"));
    }

    private static Check altegio(GateStatus status) {
        return status.holding()
                .map(reason -> Check.down(
                        "altegio",
                        String.format(
                                Locale.ROOT, "%s. Holding since %s (%s)", status.detail(), status.since(), reason)))
                .orElseGet(() -> Check.up("altegio", status.detail()));
    }

    private static SettingsException explain(OpsException fault) {
        SettingsException explained = new SettingsException(fault.getMessage());
        explained.initCause(fault);
        return explained;
    }
}
