package io.turnstile.tls;

import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Trust in a file's certificates for one host, and in Java's own for all others. Only for clients. Thread-safe. */
final class HostTrust extends X509ExtendedTrustManager {

    private final String host;
    private final TrustFile file;
    private final X509ExtendedTrustManager others;

    HostTrust(String host, TrustFile file, X509ExtendedTrustManager others) {
        this.host = bare(host);
        this.file = file;
        this.others = others;
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        of(socket instanceof SSLSocket tls ? tls.getHandshakeSession() : null).checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        of(engine.getHandshakeSession()).checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("Whose certificate it is must be known");
    }

    private X509ExtendedTrustManager of(@Nullable SSLSession session) {
        String peer = session == null ? null : session.getPeerHost();
        return peer != null && bare(peer).equalsIgnoreCase(host) ? file.current() : others;
    }

    private static String bare(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw noServer();
    }

    private static CertificateException noServer() {
        return new CertificateException("No client is expected here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
