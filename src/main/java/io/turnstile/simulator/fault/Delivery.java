package io.turnstile.simulator.fault;

import io.javalin.http.Context;
import io.turnstile.simulator.api.ApiResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Delivery of answers, late, cut short or never if they are to be. Holds no thread while an answer is kept back. */
public final class Delivery {
    private final ScheduledExecutorService scheduler;

    public Delivery(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** Sends an answer; {@code sent} is run once it has been handed to the network, or at once if it never is. */
    public void send(Context context, ApiResponse answer, Runnable sent) {
        if (answer.ending() == ApiResponse.Ending.NEVER) {
            sent.run();
            context.future(CompletableFuture::new);
        } else if (answer.ending() == ApiResponse.Ending.DRIPPING) {
            context.future(() -> after(answer.latency()).thenCompose(now -> drip(context, answer, sent)));
        } else if (answer.latency().isZero()) {
            write(context, answer, sent);
        } else {
            context.future(() -> after(answer.latency()).thenRun(() -> write(context, answer, sent)));
        }
    }

    private CompletableFuture<Void> drip(Context context, ApiResponse answer, Runnable sent) {
        describe(context, answer);
        context.res().setContentLength(answer.body().length);
        CompletableFuture<Void> done = new CompletableFuture<>();
        drip(context, answer, 0, done);
        return done.whenComplete((nothing, fault) -> sent.run());
    }

    private void drip(Context context, ApiResponse answer, int from, CompletableFuture<Void> done) {
        if (from == answer.body().length) {
            done.complete(null);
            return;
        }
        try {
            context.res().getOutputStream().write(answer.body(), from, 1);
            context.res().flushBuffer();
            after(answer.pause()).thenRun(() -> drip(context, answer, from + 1, done));
        } catch (IOException clientLeft) {
            done.complete(null);
        }
    }

    private static void describe(Context context, ApiResponse answer) {
        context.status(answer.status()).contentType("application/json; charset=utf-8");
        answer.headers().forEach(context::header);
        if (answer.headers().containsKey("Content-Type")) {
            context.contentType(answer.headers().get("Content-Type"));
        }
    }

    private CompletableFuture<Void> after(Duration latency) {
        CompletableFuture<Void> due = new CompletableFuture<>();
        scheduler.schedule(() -> due.complete(null), latency.toNanos(), TimeUnit.NANOSECONDS);
        return due;
    }

    private static void write(Context context, ApiResponse answer, Runnable sent) {
        try {
            describe(context, answer);
            if (answer.ending() == ApiResponse.Ending.TRUNCATED) {
                truncate(context, answer.body());
            } else {
                context.result(answer.body());
            }
        } finally {
            sent.run();
        }
    }

    private static void truncate(Context context, byte[] body) {
        try {
            context.res().setContentLength(body.length);
            context.res().getOutputStream().write(Arrays.copyOf(body, body.length / 2));
            context.res().flushBuffer();
        } catch (IOException e) {
            // The client left before the connection could be cut: it is cut all the same.
        }
        ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close();
    }
}
