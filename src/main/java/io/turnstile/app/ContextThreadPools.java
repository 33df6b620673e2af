package io.turnstile.app;

import io.turnstile.telemetry.ContextExecutor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionHandler;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.DefaultThreadPoolFactory;

/** Factory of Camel's thread pools: what a route hands to another thread logs and traces as before. */
final class ContextThreadPools extends DefaultThreadPoolFactory {

    @Override
    public ExecutorService newCachedThreadPool(ThreadFactory threads) {
        return new ContextExecutor(super.newCachedThreadPool(threads));
    }

    @Override
    public ExecutorService newThreadPool(
            int core,
            int most,
            long keepAlive,
            TimeUnit unit,
            int queue,
            boolean coreTimeout,
            RejectedExecutionHandler rejected,
            ThreadFactory threads) {
        return new ContextExecutor(
                super.newThreadPool(core, most, keepAlive, unit, queue, coreTimeout, rejected, threads));
    }
}
