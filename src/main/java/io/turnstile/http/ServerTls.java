package io.turnstile.http;

import io.turnstile.tls.KeyFiles;
import io.turnstile.tls.TlsFileException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of the server. Looks at its files every {@link #EVERY} on a thread of its own, and shows new ones to new connections; files
 * that cannot be used change nothing, and are told once. Thread-safe.
 */
final class ServerTls implements AutoCloseable {

    static final Duration EVERY = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ServerTls.class);

    private final SslContextFactory.Server factory = new SslContextFactory.Server();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "http-tls-files");
        made.setDaemon(true);
        return made;
    });
    private KeyFiles files;
    private KeyFiles.Loaded shown;
    private @Nullable String told;

    /** @throws HttpServerException in one line, if the files cannot be used */
    ServerTls(KeyFiles files) {
        this.files = files;
        try {
            this.shown = files.load();
        } catch (TlsFileException e) {
            thread.shutdownNow();
            throw new HttpServerException(e.getMessage(), e);
        }
        show(factory);
        thread.scheduleWithFixedDelay(this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void show(SslContextFactory to) {
        to.setKeyStore(shown.keyStore());
        to.setKeyStorePassword(KeyFiles.PASSWORD);
    }

    SslConnectionFactory connections(String next) {
        return new SslConnectionFactory(factory, next);
    }

    /** Looks at other files from now on, or at the same with another password. */
    synchronized void replace(KeyFiles other) {
        files = other;
    }

    private synchronized void look() {
        try {
            KeyFiles.Loaded now = files.load();
            if (!now.isSameAs(shown)) {
                shown = now;
                factory.reload(this::show);
                LOG.info("Took the certificate of the console again, which has changed.");
            }
            told = null;
        } catch (TlsFileException e) {
            if (!Objects.equals(told, e.getMessage())) {
                told = e.getMessage();
                LOG.warn("{}. The certificate before stays in use.", told);
            }
        } catch (Exception e) {
            LOG.warn("A changed certificate of the console could not be taken; it is tried again.", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
