package io.turnstile.route;

import io.turnstile.altegio.UnreadableResponseException;
import io.turnstile.booking.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.zip.ZipException;
import javax.net.ssl.SSLException;
import org.apache.camel.CamelExecutionException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/** Exceptions in words for people: what happened, without names of classes. */
public final class FaultText {

    private FaultText() {}

    static Reason reason(@Nullable Throwable fault) {
        if (fault instanceof UnexpectedResponseException unexpected) {
            return unexpected.reason();
        }
        return fault instanceof UnreadableResponseException ? Reason.UNREADABLE_RESPONSE : Reason.UPSTREAM_ERROR;
    }

    public static String describe(@Nullable Throwable fault) {
        if (fault instanceof IOException) {
            return describeCall((IOException) fault);
        }
        for (Throwable each = fault; each != null && each != each.getCause(); each = each.getCause()) {
            if (each.getMessage() != null && !each.getMessage().isBlank() && !quotesItsCause(each)) {
                return each.getMessage().lines().findFirst().orElse("").strip();
            }
        }
        return "a step of the routes failed and did not say why";
    }

    /** Returns whether the message says no more than the exception behind it. */
    private static boolean quotesItsCause(Throwable fault) {
        return fault.getCause() != null
                && (fault instanceof CamelExecutionException
                        || fault.getMessage().equals(fault.getCause().toString()));
    }

    private static String describeCall(IOException fault) {
        if (fault instanceof ConnectTimeoutException) {
            return "no connection in time";
        }
        if (fault instanceof ConnectionRequestTimeoutException) {
            return "no free connection in time";
        }
        if (fault instanceof SocketTimeoutException) {
            return "no answer in time";
        }
        if (fault instanceof ConnectException || fault instanceof NoRouteToHostException) {
            return "the connection was refused";
        }
        if (fault instanceof UnknownHostException) {
            return "its host is not known";
        }
        if (fault instanceof SSLException) {
            return "TLS failed";
        }
        if (fault instanceof ZipException || fault instanceof EOFException) {
            return "the compressed answer is broken";
        }
        boolean brokeOff = fault instanceof SocketException
                || fault instanceof NoHttpResponseException
                || fault instanceof ConnectionClosedException
                || fault instanceof MalformedChunkCodingException;
        if (brokeOff) {
            return "the connection broke off before the answer was complete";
        }
        return fault.getMessage() == null
                ? "the call failed"
                : fault.getMessage()
                        .lines()
                        .findFirst()
                        .orElse("the call failed")
                        .strip();
    }
}
