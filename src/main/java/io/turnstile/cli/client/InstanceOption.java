package io.turnstile.cli.client;

import io.turnstile.cli.text.PlainText;
import io.turnstile.config.Settings;
import io.turnstile.tls.TlsFileException;
import io.turnstile.tls.TrustFile;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Option for the running instance that a command asks: that of the same configuration, or another. */
public final class InstanceOption {

    @Mixin
    private ConfigOption config;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "Where Turnstile runs (default: turnstile.http.host and .port of the configuration).")
    private URI url;

    public TurnstileClient connect() {
        Settings.Http http = config.load().http();
        Optional<String> token = http.operatorToken().or(http::viewerToken);
        return new TurnstileClient(
                url == null ? address(http) : checked(url),
                token,
                System.getProperty("user.name", "unknown"),
                trust(http));
    }

    /** Returns what is trusted: the setting's file; for the own console also the certificate that it shows itself. */
    private Optional<SSLContext> trust(Settings.Http http) {
        Optional<Path> own = url == null ? http.tls().flatMap(Settings.Tls::certificate) : Optional.empty();
        try {
            return http.trustFile()
                    .map(file -> new TrustFile("turnstile.http.trust-file", file))
                    .or(() -> own.map(file -> new TrustFile("turnstile.http.tls.certificate-file", file)))
                    .map(TrustFile::context);
        } catch (TlsFileException e) {
            throw new ClientException(e.getMessage(), e);
        }
    }

    private static URI checked(URI url) {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new ClientException(
                    "--url must be like http://127.0.0.1:8080, not " + PlainText.line(url.toString()), null);
        }
        return URI.create(url.getScheme() + "://" + url.getRawAuthority()
                + url.getRawPath().replaceFirst("/+$", ""));
    }

    private static URI address(Settings.Http http) {
        if (http.port() == 0) {
            throw new ClientException(
                    "turnstile.http.port is 0, any free one: say with --url where Turnstile runs", null);
        }
        String host =
                switch (http.host()) {
                    case "0.0.0.0" -> "127.0.0.1";
                    case "::", "[::]", "0:0:0:0:0:0:0:0" -> "[::1]";
                    default ->
                        http.host().contains(":") && !http.host().startsWith("[")
                                ? "[" + http.host() + "]"
                                : http.host();
                };
        return URI.create((http.tls().isPresent() ? "https://" : "http://") + host + ":" + http.port());
    }
}
