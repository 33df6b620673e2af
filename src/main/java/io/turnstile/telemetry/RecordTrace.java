package io.turnstile.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.Scope;
import io.turnstile.kafka.HeaderNames;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Trace of one record on its way, from poll to commit: a span for the whole of it, and below that one for each way through
 * the routes and one for each transaction. Without tracing there is one for all, which does nothing. The polling thread
 * begins and ends it; a thread of the pool decides meanwhile.
 */
public final class RecordTrace {

    /** Stands for no trace. */
    public static final RecordTrace NONE = new RecordTrace(null, Context.root(), Span.getInvalid());

    private static final ContextKey<Context> RECORD = ContextKey.named("record");

    private final @Nullable Tracer tracer;
    private final Context context;
    private final Span span;
    private @Nullable Span commit;

    private RecordTrace(@Nullable Tracer tracer, Context context, Span span) {
        this.tracer = tracer;
        this.context = context;
        this.span = span;
    }

    static RecordTrace of(Tracer tracer, Context parent, Span span) {
        return new RecordTrace(tracer, parent.with(span), span);
    }

    /** Returns the context of the record that this thread works on; null if there is none, or no tracing. */
    static @Nullable Context current() {
        return Context.current().get(RECORD);
    }

    /** Begins a way of the record through the routes, on this thread, which must end it. */
    public Decision decide() {
        if (tracer == null) {
            return Decision.NONE;
        }
        Span decision = tracer.spanBuilder("decide").setParent(context).startSpan();
        Scope scope = context.with(RECORD, context).with(decision).makeCurrent();
        LogContext.traced(
                decision.getSpanContext().getTraceId(),
                decision.getSpanContext().getSpanId());
        return new Decision(decision, scope);
    }

    /** @param records how many the transaction is for */
    public void beginCommit(int records) {
        if (tracer != null) {
            commit = tracer.spanBuilder("commit")
                    .setParent(context)
                    .setAttribute("messaging.batch.message_count", records)
                    .startSpan();
        }
    }

    /** Ends the transaction that was begun, with nothing committed that is known of. */
    public void failCommit() {
        if (commit != null) {
            commit.setStatus(StatusCode.ERROR);
            commit.end();
        }
    }

    /** Ends the transaction that was begun, and the whole. */
    public void committed() {
        if (commit != null) {
            commit.end();
            span.end();
        }
    }

    /** Ends it without an outcome: the record is read again, here or elsewhere. */
    public void drop() {
        if (tracer != null) {
            span.setAttribute("turnstile.dropped", true);
            span.end();
        }
    }

    /** Way through the routes; ended on the thread that began it. */
    public static final class Decision implements AutoCloseable {

        private static final Decision NONE = new Decision(Span.getInvalid(), Scope.noop());

        private final Span span;
        private final Scope scope;

        private Decision(Span span, Scope scope) {
            this.span = span;
            this.scope = scope;
        }

        /** Notes what it came to. */
        public void outcome(ProducerRecord<byte[], byte[]> outcome) {
            if (span.isRecording()) {
                span.setAttribute("messaging.destination.name", outcome.topic());
                Header reason = outcome.headers().lastHeader(HeaderNames.REASON);
                if (reason != null && reason.value() != null) {
                    span.setAttribute("turnstile.reason", new String(reason.value(), StandardCharsets.UTF_8));
                }
            }
        }

        /** Notes that it came to nothing. What the exception says stays out: it may quote a message's body. */
        public void failed(Throwable fault) {
            if (span.isRecording()) {
                span.setStatus(StatusCode.ERROR);
                span.setAttribute("error.type", fault.getClass().getName());
            }
        }

        @Override
        public void close() {
            scope.close();
            span.end();
        }
    }
}
