package io.turnstile.telemetry;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.logging.log4j.ThreadContext;

/** Thread pool whose tasks log and trace as the thread does that handed them in. As thread-safe as the pool that it wraps. */
public final class ContextExecutor extends AbstractExecutorService {

    private final ExecutorService pool;

    /** @param pool runs the tasks; shut down with this */
    public ContextExecutor(ExecutorService pool) {
        this.pool = pool;
    }

    @Override
    public void execute(Runnable task) {
        pool.execute(carrying(task));
    }

    /** Returns the task itself where there is nothing to carry over, as on the thread that polls. */
    private static Runnable carrying(Runnable task) {
        Context trace = Context.current();
        boolean isTraced = trace != Context.root();
        if (!isTraced && ThreadContext.isEmpty()) {
            return task;
        }
        Map<String, String> ids = ThreadContext.getImmutableContext();
        return () -> {
            Map<String, String> before = ThreadContext.getImmutableContext();
            ThreadContext.clearMap();
            ThreadContext.putAll(ids);
            Scope scope = trace.makeCurrent();
            try {
                task.run();
            } finally {
                scope.close();
                ThreadContext.clearMap();
                ThreadContext.putAll(before);
            }
        };
    }

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(timeout, unit);
    }
}
