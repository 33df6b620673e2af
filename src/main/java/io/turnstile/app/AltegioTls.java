package io.turnstile.app;

import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.tls.TlsFileException;
import io.turnstile.tls.TrustFile;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.SSLContextParameters;

/** Factory of what Altegio's certificate must show. Calls to others trust Java's own certificates. */
public final class AltegioTls {

    private AltegioTls() {}

    /**
     * Returns the TLS context of the calls; empty where Java's own does.
     *
     * @throws SettingsException in one line, if the file of trusted certificates cannot be used
     */
    public static Optional<SSLContext> context(Settings.Altegio settings) {
        return settings.trustFile()
                .map(file -> trust(file).contextFor(settings.baseUrl().getHost()));
    }

    private static TrustFile trust(Path file) {
        try {
            return new TrustFile("turnstile.altegio.trust-file", file);
        } catch (TlsFileException e) {
            SettingsException explained = new SettingsException(e.getMessage());
            explained.initCause(e);
            throw explained;
        }
    }

    /** Returns the same for Camel. */
    static Optional<SSLContextParameters> parameters(Settings.Altegio settings) {
        return context(settings).map(Made::new);
    }

    /** Parameters that are a context already. */
    private static final class Made extends SSLContextParameters {

        private final SSLContext context;

        Made(SSLContext context) {
            this.context = context;
        }

        @Override
        public SSLContext createSSLContext(CamelContext camel) {
            return context;
        }
    }
}
