package io.turnstile.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.Collection;
import java.util.function.BiConsumer;

/** Span of one call over HTTP. One thread's; ended once. */
public final class CallSpan {

    private final Span span;

    CallSpan(Span span) {
        this.span = span;
    }

    /** Returns the names of the headers that {@link #sendIn} may set. */
    public static Collection<String> headers() {
        return W3CTraceContextPropagator.getInstance().fields();
    }

    /** Lets the call's headers name this span. */
    public void sendIn(BiConsumer<String, String> setHeader) {
        W3CTraceContextPropagator.getInstance().inject(Context.current().with(span), setHeader, (to, name, text) -> {
            if (to != null) {
                to.accept(name, text);
            }
        });
    }

    /** Notes for how long the call waited before it was sent. */
    public void waited(long nanos) {
        span.setAttribute("turnstile.quota.wait_seconds", nanos / 1e9);
    }

    public void answered(int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= 400) {
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    public void failed(Exception fault) {
        span.setStatus(StatusCode.ERROR);
        span.setAttribute("error.type", fault.getClass().getName());
        span.end();
    }
}
