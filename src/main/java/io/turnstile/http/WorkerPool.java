package io.turnstile.http;

import io.turnstile.http.access.Problem;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Handler that answers calls on threads of its own, so that those of the server never wait. Metrics have other threads than
 * people's calls: they are read also while all of those are taken.
 */
final class WorkerPool extends Handler.Wrapper implements AutoCloseable {

    private static final int MOST_WAITING = 200;

    private final ThreadPoolExecutor calls = pool("http-call", 24);
    private final ThreadPoolExecutor watchers = pool("http-watch", 2);

    private static ThreadPoolExecutor pool(String name, int threads) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads, threads, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        boolean watch = Request.getPathInContext(request).equals("/metrics");
        run(watch ? watchers : calls, response, callback, () -> answer(request, response, callback));
        return true;
    }

    /** Runs a look at readiness, which may wait for others. */
    void watch(Response response, Callback callback, Runnable look) {
        run(watchers, response, callback, look);
    }

    private static void run(ThreadPoolExecutor pool, Response response, Callback callback, Runnable work) {
        try {
            pool.execute(work);
        } catch (RejectedExecutionException e) {
            RawReplies.send(response, callback, new Problem(503, "Busy", "Too many calls at once: try again"));
        }
    }

    private void answer(Request request, Response response, Callback callback) {
        try {
            if (!super.handle(request, response, callback)) {
                Response.writeError(request, response, callback, 404);
            }
        } catch (Throwable e) {
            Response.writeError(request, response, callback, e);
        }
    }

    @Override
    public void close() {
        calls.shutdownNow();
        watchers.shutdownNow();
    }
}
