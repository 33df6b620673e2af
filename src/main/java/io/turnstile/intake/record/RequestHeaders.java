package io.turnstile.intake.record;

import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderWriter;
import io.turnstile.telemetry.TraceHeaders;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.kafka.common.header.Headers;

/**
 * Copy of the request's own headers, its {@code traceparent} and correlation ids say, without those that an outcome sets
 * again: {@code turnstile-*}, {@code ce_*}, {@code content-type} and {@code Camel*}. With tracing on it continues the trace.
 */
public enum RequestHeaders implements OutcomeHeaders {
    INSTANCE;

    @Override
    public Headers of(Exchange exchange) {
        Headers copy = HeaderWriter.copy(
                RequestRecord.in(exchange).headers(), name -> !isReplaced(name.toLowerCase(Locale.ROOT)));
        TraceHeaders.continueIn(copy);
        return copy;
    }

    private static boolean isReplaced(String name) {
        return HeaderNames.isOwn(name)
                || name.startsWith("ce_")
                || name.startsWith("camel")
                || name.equals(HeaderNames.CONTENT_TYPE);
    }
}
