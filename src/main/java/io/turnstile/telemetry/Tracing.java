package io.turnstile.telemetry;

import io.opentelemetry.api.GlobalOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Spans of the way of each request: see {@link RecordTrace}, and a span below it for each call. Thread-safe. */
public final class Tracing implements AutoCloseable {

    /** Traces nothing, at no cost. */
    public static final Tracing OFF = new Tracing(null, () -> {});

    private static final String NAME = "io.turnstile";

    private final @Nullable Tracer tracer;
    private final Runnable end;

    private Tracing(@Nullable Tracer tracer, Runnable end) {
        this.tracer = tracer;
        this.end = end;
    }

    /** @param end run when it is closed */
    static Tracing to(OpenTelemetry sdk, Runnable end) {
        return new Tracing(sdk.getTracer(NAME), end);
    }

    /** Returns tracing by the OpenTelemetry Java agent, where the process has one; otherwise none. */
    public static Tracing byAgent() {
        OpenTelemetry agent = GlobalOpenTelemetry.get();
        boolean isThere = agent.getTracer(NAME)
                .spanBuilder("probe")
                .setNoParent()
                .startSpan()
                .getSpanContext()
                .isValid();
        return isThere ? to(agent, () -> {}) : OFF;
    }

    /**
     * Begins the trace of a record that was just read.
     *
     * @param isRetry whether it was read from a retry topic
     */
    public RecordTrace begin(TopicPartition partition, long offset, Headers headers, boolean isRetry) {
        if (tracer == null) {
            return RecordTrace.NONE;
        }
        Context parent = TraceHeaders.parent(headers, isRetry);
        Span span = tracer.spanBuilder("process " + partition.topic())
                .setSpanKind(SpanKind.CONSUMER)
                .setParent(parent)
                .setAttribute("messaging.system", "kafka")
                .setAttribute("messaging.operation.type", "process")
                .setAttribute("messaging.destination.name", partition.topic())
                .setAttribute("messaging.destination.partition.id", Integer.toString(partition.partition()))
                .setAttribute("messaging.kafka.offset", offset)
                .startSpan();
        return RecordTrace.of(tracer, parent, span);
    }

    /**
     * Begins the span of a call that a request under way on this thread makes; empty if there is none, or no tracing.
     *
     * @param target path and query; the query is left out
     */
    public Optional<CallSpan> call(String operation, String method, String target, String host, int port) {
        if (tracer == null || !Span.current().getSpanContext().isValid()) {
            return Optional.empty();
        }
        return Optional.of(new CallSpan(tracer.spanBuilder(method + " " + operation)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("http.request.method", method)
                .setAttribute("url.path", target.replaceFirst("\\?.*", ""))
                .setAttribute("server.address", host)
                .setAttribute("server.port", port)
                .startSpan()));
    }

    /** Notes that a request under way on this thread got its answer without a call of its own. */
    public static void answerShared() {
        Span.current().addEvent("answer shared");
    }

    /** Sends what was not sent yet, for a moment at most. */
    @Override
    public void close() {
        end.run();
    }
}
