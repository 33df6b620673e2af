package io.turnstile.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Settings of the ways in and out that hold only together: the HTTP proxy, and the console's TLS. */
final class ConnectionSettings {

    private ConnectionSettings() {}

    /** @throws SettingsException if half a login is set, or one without a proxy */
    static Optional<Settings.Proxy> proxy(SettingsReader in) {
        Optional<String> host = in.host("turnstile.proxy.host");
        int port = in.number("turnstile.proxy.port", 3128, 1, 65_535);
        Optional<String> user = in.optional("turnstile.proxy.user");
        Optional<String> password = in.secret("turnstile.proxy.password");
        List<String> direct = in.hosts("turnstile.proxy.no-proxy", "localhost,127.0.0.1,[::1]");
        if (user.isPresent() != password.isPresent()) {
            throw new SettingsException("turnstile.proxy.user and turnstile.proxy.password: set both, or neither");
        }
        if (user.isPresent() && host.isEmpty()) {
            throw new SettingsException("turnstile.proxy.user is set without turnstile.proxy.host: set both");
        }
        return host.map(name -> new Settings.Proxy(
                name, port, user.map(each -> new Settings.Proxy.Login(each, password.get())), direct));
    }

    /** @throws SettingsException if a part is missing, or files of both kinds are set */
    static Optional<Settings.Tls> tls(SettingsReader in, Path home) {
        Optional<Path> certificate =
                in.file("turnstile.http.tls.certificate-file").map(home::resolve);
        Optional<Path> key = in.file("turnstile.http.tls.key-file").map(home::resolve);
        Optional<Path> keyStore = in.file("turnstile.http.tls.keystore-file").map(home::resolve);
        Optional<String> password = in.secret("turnstile.http.tls.keystore-password");
        if (certificate.isPresent() != key.isPresent()) {
            throw new SettingsException(
                    "turnstile.http.tls.certificate-file and turnstile.http.tls.key-file: set both, or neither");
        }
        if (keyStore.isPresent() != password.isPresent()) {
            throw new SettingsException(
                    "turnstile.http.tls.keystore-file and turnstile.http.tls.keystore-password: set both, or neither");
        }
        if (certificate.isPresent() && keyStore.isPresent()) {
            throw new SettingsException(
                    "turnstile.http.tls.certificate-file and turnstile.http.tls.keystore-file are both set: leave one");
        }
        return certificate.isEmpty() && keyStore.isEmpty()
                ? Optional.empty()
                : Optional.of(new Settings.Tls(certificate, key, keyStore, password));
    }
}
