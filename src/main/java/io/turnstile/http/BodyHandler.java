package io.turnstile.http;

import io.turnstile.http.access.Problem;
import java.nio.ByteBuffer;
import java.util.concurrent.Semaphore;
import java.util.function.BiConsumer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.content.ByteBufferContentSource;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable;

/** Handler that reads a body as it comes, without a thread that waits for it, and passes the call on when all is there. */
final class BodyHandler extends Handler.Wrapper {

    /** Attribute of a call: the most bytes that its body may have. */
    static final String LIMIT = "turnstile.body.limit";

    static final int OF_CALLERS = 2 * 1024 * 1024;
    static final int OF_STRANGERS = 16 * 1024;

    private static final int LARGE = 64 * 1024;
    private static final int MOST_LARGE = 16;

    /** They are held in memory. */
    private final Semaphore largeOnes = new Semaphore(MOST_LARGE);

    BodyHandler(Handler next) {
        super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        boolean chunked = request.getHeaders().contains(HttpHeader.TRANSFER_ENCODING);
        if (!chunked && request.getLength() <= 0) {
            return super.handle(request, response, callback);
        }
        int limit = request.getAttribute(LIMIT) instanceof Integer set ? set : OF_STRANGERS;
        boolean isLarge = limit > LARGE && (chunked || request.getLength() > LARGE);
        if (isLarge && !largeOnes.tryAcquire()) {
            RawReplies.send(response, callback, new Problem(503, "Busy", "Too many large bodies at once: try again"));
            return true;
        }
        BiConsumer<byte[], Throwable> then = (body, fault) -> {
            if (isLarge) {
                largeOnes.release();
            }
            if (fault == null) {
                pass(new Whole(request, body), response, callback);
            } else if (fault instanceof IllegalStateException) {
                RawReplies.send(response, callback, tooLarge(limit));
            } else {
                callback.failed(fault);
            }
        };
        Content.Source.asByteArrayAsync(
                request, limit, Promise.Invocable.from(Invocable.InvocationType.NON_BLOCKING, then));
        return true;
    }

    private static Problem tooLarge(int limit) {
        return new Problem(413, "Too large", "The body may have " + limit / 1024 + " KB at most");
    }

    private void pass(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Exception e) {
            Response.writeError(request, response, callback, e);
        }
    }

    /** Call whose body is there. */
    private static final class Whole extends Request.Wrapper {

        private final ByteBufferContentSource body;

        Whole(Request request, byte[] body) {
            super(request);
            this.body = new ByteBufferContentSource(ByteBuffer.wrap(body));
        }

        @Override
        public Content.Chunk read() {
            return body.read();
        }

        @Override
        public void demand(Runnable task) {
            body.demand(task);
        }

        @Override
        public void fail(Throwable failure) {
            body.fail(failure);
        }
    }
}
