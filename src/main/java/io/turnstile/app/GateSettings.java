package io.turnstile.app;

import io.turnstile.altegio.gate.Gate;
import io.turnstile.altegio.gate.GateConfig;
import io.turnstile.altegio.gate.Proxy;
import io.turnstile.altegio.gate.auth.Credentials;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.altegio.gate.quota.QuotaShare;
import io.turnstile.config.Secrets;
import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** Factory of the gate's configuration from the settings. */
public final class GateSettings {

    private GateSettings() {}

    /**
     * Returns the configuration; a shared quota starts with no share of it.
     *
     * @throws SettingsException if the partner token is missing, half a login, or there are both a user token and a login
     */
    static GateConfig of(Settings settings) {
        Settings.Altegio altegio = settings.altegio();
        GateConfig config = ofCheck(settings).withJournal(journal(settings));
        return altegio.quotaShared() && !config.quota().isNone() ? config.withShare(QuotaShare.NONE) : config;
    }

    /** Returns the configuration of a gate that makes a call or two beside those of the pipeline. */
    public static GateConfig ofCheck(Settings settings) {
        Settings.Altegio altegio = settings.altegio();
        GateConfig config = GateConfig.of(altegio.baseUrl(), credentials(altegio), quota(altegio))
                .withTimeout(altegio.timeout())
                .withOnToken(Secrets.of(settings));
        return settings.proxy().map(GateSettings::proxy).map(config::withProxy).orElse(config);
    }

    private static Proxy proxy(Settings.Proxy settings) {
        Proxy proxy = new Proxy(settings.host(), settings.port(), settings.direct());
        return settings.login()
                .map(login -> proxy.withLogin(login.user(), login.password()))
                .orElse(proxy);
    }

    /** Makes the next calls with the secrets that settings have now. */
    static void replaceSecrets(Gate gate, Settings fresh) {
        gate.replaceCredentials(credentials(fresh.altegio()));
        fresh.proxy().flatMap(Settings.Proxy::login).ifPresent(login -> gate.proxy()
                .ifPresent(proxy -> proxy.withLogin(login.user(), login.password())));
    }

    /** Returns whether calls are made for a user; without one, membership types are known only as searches include them. */
    public static boolean hasUser(Settings.Altegio settings) {
        return settings.userToken().isPresent() || settings.login().isPresent();
    }

    static QuotaLimits quota(Settings.Altegio settings) {
        return new QuotaLimits(settings.perSecond(), settings.perMinute());
    }

    /** Returns a file that the same instance finds again after a restart, and no other instance: no instance holds a '+'. */
    private static Path journal(Settings settings) {
        String group = URLEncoder.encode(settings.kafka().group(), StandardCharsets.UTF_8);
        return Path.of(
                System.getProperty("java.io.tmpdir"), "turnstile-" + group + "+" + settings.instance() + ".quota");
    }

    /** @throws SettingsException if the partner token is missing, or half a login */
    static Credentials credentials(Settings.Altegio settings) {
        String partner = settings.partnerToken()
                .orElseThrow(() -> missing("turnstile.altegio.partner-token", "TURNSTILE_ALTEGIO_PARTNER_TOKEN"));
        if (settings.login().isEmpty() && settings.password().isEmpty()) {
            return new Credentials.FixedToken(partner, settings.userToken().orElse(null));
        }
        if (settings.userToken().isPresent()) {
            throw new SettingsException("Set turnstile.altegio.user-token, or login and password, but not both");
        }
        return new Credentials.Login(
                partner,
                require(settings.login(), "turnstile.altegio.login", "TURNSTILE_ALTEGIO_LOGIN"),
                require(settings.password(), "turnstile.altegio.password", "TURNSTILE_ALTEGIO_PASSWORD"));
    }

    private static String require(Optional<String> value, String key, String variable) {
        return value.orElseThrow(() -> missing(key, variable));
    }

    private static SettingsException missing(String key, String variable) {
        return new SettingsException(key + " is missing: set it as environment variable " + variable);
    }
}
