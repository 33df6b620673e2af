package io.turnstile.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderWriter;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Headers by which a trace goes from record to record, as W3C Trace Context has them. */
public final class TraceHeaders {

    private static final String TRACEPARENT = "traceparent";
    private static final String TRACESTATE = "tracestate";
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();

    private TraceHeaders() {}

    /** Puts the trace of the request under way in place of the one that its headers name; changes nothing without tracing. */
    public static void continueIn(Headers headers) {
        Context record = RecordTrace.current();
        if (record != null) {
            headers.remove(TRACEPARENT);
            headers.remove(TRACESTATE);
            W3C.inject(record, headers, (to, name, text) -> HeaderWriter.add(to, name, text));
        }
    }

    /** Notes the trace of the request under way beside the headers that it came with; nothing without tracing. */
    public static void noteIn(Headers headers) {
        Context record = RecordTrace.current();
        if (record != null) {
            SpanContext span = Span.fromContext(record).getSpanContext();
            HeaderWriter.add(
                    headers,
                    HeaderNames.TRACEPARENT,
                    "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                            + span.getTraceFlags().asHex());
        }
    }

    /**
     * Returns the trace that a record's headers name; the root where they name none that is valid.
     *
     * @param isRetry whether an earlier try may have noted its trace
     */
    static Context parent(Headers headers, boolean isRetry) {
        if (isRetry) {
            Context noted = W3C.extract(Context.root(), headers, new Names(HeaderNames.TRACEPARENT));
            if (Span.fromContext(noted).getSpanContext().isValid()) {
                return noted;
            }
        }
        return W3C.extract(Context.root(), headers, new Names(TRACEPARENT));
    }

    /** @param parent name of the header that stands for {@code traceparent} */
    private record Names(String parent) implements TextMapGetter<Headers> {

        @Override
        public @Nullable String get(@Nullable Headers headers, String name) {
            Header header = headers == null ? null : headers.lastHeader(name.equals(TRACEPARENT) ? parent : name);
            return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
        }
    }
}
