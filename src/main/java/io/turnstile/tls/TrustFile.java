package io.turnstile.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PEM file of the certificates that are trusted. It is read at each use; while it cannot be used, what was read before stays
 * in use. Thread-safe.
 */
public final class TrustFile {

    private static final Logger LOG = LoggerFactory.getLogger(TrustFile.class);

    private final PemFile file;
    private byte[] bytes;
    private X509ExtendedTrustManager trust;
    private @Nullable String told;

    /**
     * Reads the file for the first time.
     *
     * @param setting that names it, for people
     * @throws TlsFileException if it cannot be used
     */
    public TrustFile(String setting, Path path) {
        this.file = new PemFile(setting, path);
        this.bytes = file.bytes();
        this.trust = trusting(file.certificates(bytes));
    }

    synchronized X509ExtendedTrustManager current() {
        try {
            byte[] now = file.bytes();
            if (!Arrays.equals(now, bytes)) {
                trust = trusting(file.certificates(now));
                bytes = now;
                LOG.info("Took the certificates of {} again, which have changed.", file.setting());
            }
            told = null;
        } catch (TlsFileException e) {
            if (!Objects.equals(told, e.getMessage())) {
                told = e.getMessage();
                LOG.warn("{}. What was read before stays in use.", told);
            }
        }
        return trust;
    }

    /** Returns a context that trusts the file for one host, and Java's own certificates for all others. */
    public SSLContext contextFor(String host) {
        return context(new HostTrust(host, this, system()));
    }

    /** Returns a context that trusts what the file holds now, for all hosts. */
    public SSLContext context() {
        return context(current());
    }

    private static SSLContext context(TrustManager trust) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {trust}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java has TLS", e);
        }
    }

    private static X509ExtendedTrustManager system() {
        return manager(null);
    }

    private static X509ExtendedTrustManager trusting(List<X509Certificate> certificates) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate each : certificates) {
                store.setCertificateEntry("trusted-" + store.size(), each);
            }
            return manager(store);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("Every Java has PKCS12", e);
        }
    }

    private static X509ExtendedTrustManager manager(@Nullable KeyStore store) {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's own trusted certificates cannot be read", e);
        }
    }
}
