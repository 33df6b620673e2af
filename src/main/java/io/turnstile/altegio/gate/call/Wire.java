package io.turnstile.altegio.gate.call;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.hc.client5.http.auth.AuthExchange;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecRuntime;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rest of the HTTP client below the gate, for one calling thread. Every call takes a connection, reads the answer to
 * its end, and gives the connection back.
 *
 * @param chain what follows the gate in the client
 * @param scope the client's scope of the call that came in
 * @param deadlines bound each call as a whole
 * @param closing ends the wait for a connection
 */
public record Wire(ExecChain chain, ExecChain.Scope scope, Deadlines deadlines, ShutdownSignal closing) {

    /** The largest body that is read, in bytes and not compressed; a larger one is a fault of its request. */
    static final int MAX_BODY = 8 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);
    private static final Set<String> OF_TRANSPORT =
            Set.of("content-length", "transfer-encoding", "content-encoding", "connection", "keep-alive");

    /**
     * Waits for one of the client's connections, however long others use all of them: that is no fault of Altegio's, and takes
     * nothing from the call's time.
     */
    public void lease() throws IOException, InterruptedException {
        ExecRuntime runtime = scope.execRuntime;
        while (!runtime.isEndpointAcquired()) {
            closing.check();
            checkAborted();
            try {
                runtime.acquireEndpoint(
                        scope.exchangeId, scope.route, scope.clientContext.getUserToken(), scope.clientContext);
            } catch (ConnectionRequestTimeoutException allInUse) {
                LOG.debug("All connections to Altegio are in use");
            }
        }
    }

    /**
     * Sends a copy of the request. Whatever happens, the connection is given back.
     *
     * @throws IOException if no complete answer came in time
     */
    public BufferedResponse send(ClassicHttpRequest request, long sentAt) throws IOException {
        forgetRefusedLogin();
        ClassicHttpRequest copy = ClassicRequestBuilder.copy(request).build();
        var copied = new ExecChain.Scope(scope.exchangeId, scope.route, copy, scope.execRuntime, scope.clientContext);
        boolean whole = false;
        try (Deadlines.Deadline deadline = deadlines.begin(scope.execRuntime::discardEndpoint)) {
            try (ClassicHttpResponse response = chain.proceed(copy, copied)) {
                BufferedResponse answer = read(response, sentAt);
                whole = true;
                return answer;
            } catch (HttpException | IOException | RuntimeException fault) {
                throw explained(fault, deadline);
            }
        } finally {
            if (!whole) {
                scope.execRuntime.discardEndpoint();
            }
        }
    }

    /** Lets the next call show the proxy its login again, which may be another by now. */
    private void forgetRefusedLogin() {
        HttpHost proxy = scope.route.getProxyHost();
        if (proxy != null && scope.clientContext.getAuthExchange(proxy).getState() == AuthExchange.State.FAILURE) {
            scope.clientContext.getAuthExchange(proxy).reset();
        }
    }

    /** @param fault what the client makes of a connection that breaks, also where it expects none to */
    private IOException explained(Exception fault, Deadlines.Deadline deadline) {
        if (deadline.hasPassed()) {
            return new CallTimeoutException(deadlines.timeout(), fault);
        }
        if (fault instanceof MessageConstraintException endless) {
            return new ResponseTooLargeException(endless);
        }
        if (fault instanceof RuntimeException unexpected && !scope.execRuntime.isExecutionAborted()) {
            throw unexpected;
        }
        return fault instanceof IOException broken
                ? broken
                : new IOException("Altegio's answer breaks the rules of HTTP", fault);
    }

    /** Ends the call that is being sent, from another thread, and lets no further one be sent. */
    void abort() {
        if (scope.originalRequest instanceof Cancellable call) {
            call.cancel();
        }
    }

    /** Releases a connection that was taken, and on which nothing was sent. */
    public void release() {
        scope.execRuntime.discardEndpoint();
    }

    public HttpHost host() {
        return scope.route.getTargetHost();
    }

    /** @throws InterruptedException if a call ended because this thread was interrupted, or the caller gave it up */
    public void checkAborted() throws InterruptedException {
        if (Thread.currentThread().isInterrupted() || scope.execRuntime.isExecutionAborted()) {
            throw new InterruptedException("The call was given up");
        }
    }

    private BufferedResponse read(ClassicHttpResponse response, long sentAt) throws IOException {
        List<Header> headers = new ArrayList<>();
        for (Header header : response.getHeaders()) {
            if (!OF_TRANSPORT.contains(header.getName().toLowerCase(Locale.ROOT))) {
                headers.add(header);
            }
        }
        HttpEntity entity = response.getEntity();
        ContentType type = entity == null ? null : ContentType.parseLenient(entity.getContentType());
        return new BufferedResponse(
                response.getCode(), response.getReasonPhrase(), headers, type, body(entity), sentAt);
    }

    private byte[] body(HttpEntity entity) throws IOException {
        if (entity == null) {
            return new byte[0];
        }
        long length = entity.getContentLength();
        if (length > MAX_BODY) {
            throw tooLarge();
        }
        try (InputStream in = entity.getContent()) {
            byte[] body = in.readNBytes(length >= 0 ? (int) length : MAX_BODY + 1);
            // The end is read as well: only then may the connection be used again.
            if (body.length > MAX_BODY || in.read() >= 0) {
                throw tooLarge();
            }
            return body;
        }
    }

    /** Breaks the connection first: closing the body would otherwise read the rest of it. */
    private IOException tooLarge() {
        scope.execRuntime.discardEndpoint();
        return new ResponseTooLargeException(MAX_BODY);
    }
}
