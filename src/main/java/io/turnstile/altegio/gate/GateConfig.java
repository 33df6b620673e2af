package io.turnstile.altegio.gate;

import io.turnstile.altegio.gate.auth.Credentials;
import io.turnstile.altegio.gate.quota.QuotaLimits;
import io.turnstile.altegio.gate.quota.QuotaShare;
import io.turnstile.telemetry.Tracing;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Settings of a gate.
 *
 * @param baseUrl Altegio's address with its path, e.g. {@code https://api.alteg.io/api/v1}; calls elsewhere pass untouched
 * @param credentials what it shows to be let in
 * @param quota the limits of the whole group
 * @param share which part of them is this instance's at first
 * @param retries how often a failing call is tried again
 * @param timeout of one call, from the connection to the end of its answer
 * @param onToken told of each token that is fetched before it is used, so that it can be kept out of all that is shown
 * @param journal file in which the calls of the last minute outlive the process; none: a restart knows nothing of them
 * @param tracing makes spans of the calls
 * @param proxy through which the calls leave; empty for none
 */
public record GateConfig(
        URI baseUrl,
        Credentials credentials,
        QuotaLimits quota,
        QuotaShare share,
        Retries retries,
        Duration timeout,
        Consumer<String> onToken,
        Optional<Path> journal,
        Tracing tracing,
        Optional<Proxy> proxy) {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    public GateConfig {
        Objects.requireNonNull(credentials);
        Objects.requireNonNull(quota);
        Objects.requireNonNull(share);
        Objects.requireNonNull(retries);
        Objects.requireNonNull(onToken);
        Objects.requireNonNull(journal);
        Objects.requireNonNull(proxy);
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("A call needs some time");
        }
        if (baseUrl.getHost() == null || !("http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme()))) {
            throw new IllegalArgumentException("Not an http or https address: " + baseUrl);
        }
    }

    /** Makes a configuration with the whole quota at first, the default retries, and 10 s for a call. */
    public static GateConfig of(URI baseUrl, Credentials credentials, QuotaLimits quota) {
        return new GateConfig(
                baseUrl,
                credentials,
                quota,
                QuotaShare.WHOLE,
                Retries.DEFAULT,
                TIMEOUT,
                token -> {},
                Optional.empty(),
                Tracing.OFF,
                Optional.empty());
    }

    public GateConfig withShare(QuotaShare first) {
        return new GateConfig(baseUrl, credentials, quota, first, retries, timeout, onToken, journal, tracing, proxy);
    }

    public GateConfig withRetries(Retries other) {
        return new GateConfig(baseUrl, credentials, quota, share, other, timeout, onToken, journal, tracing, proxy);
    }

    public GateConfig withJournal(Path file) {
        return new GateConfig(
                baseUrl, credentials, quota, share, retries, timeout, onToken, Optional.of(file), tracing, proxy);
    }

    public GateConfig withTimeout(Duration ofOneCall) {
        return new GateConfig(baseUrl, credentials, quota, share, retries, ofOneCall, onToken, journal, tracing, proxy);
    }

    public GateConfig withOnToken(Consumer<String> listener) {
        return new GateConfig(baseUrl, credentials, quota, share, retries, timeout, listener, journal, tracing, proxy);
    }

    public GateConfig withTracing(Tracing other) {
        return new GateConfig(baseUrl, credentials, quota, share, retries, timeout, onToken, journal, other, proxy);
    }

    public GateConfig withProxy(Proxy other) {
        return new GateConfig(
                baseUrl, credentials, quota, share, retries, timeout, onToken, journal, tracing, Optional.of(other));
    }

    /** Returns the path of the login call. */
    String authPath() {
        return basePath() + "/auth";
    }

    /** Returns the path of the address, without a slash at its end. */
    String basePath() {
        String path = baseUrl.getRawPath() == null ? "" : baseUrl.getRawPath();
        return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }
}
