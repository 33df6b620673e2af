package io.turnstile.altegio.gate.call;

import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Words for what can happen to a call in place of an answer. */
public final class CallFaultText {

    private CallFaultText() {}

    public static @Nullable String describe(@Nullable IOException fault) {
        if (fault instanceof CallTimeoutException || fault instanceof ResponseTooLargeException) {
            return fault.getMessage();
        }
        if (fault instanceof UnknownHostException) {
            return "its host name is not known";
        }
        if (fault instanceof SSLException) {
            return isOfCertificate(fault) ? "its certificate is not trusted" : "no TLS connection";
        }
        if (fault instanceof ConnectException) {
            return "no connection";
        }
        return fault instanceof SocketTimeoutException ? "no answer in time" : "the connection broke";
    }

    private static boolean isOfCertificate(@Nullable Throwable fault) {
        return fault != null && (fault instanceof CertificateException || isOfCertificate(fault.getCause()));
    }
}
