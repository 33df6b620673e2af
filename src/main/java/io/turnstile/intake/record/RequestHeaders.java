package io.turnstile.intake.record;

import io.turnstile.kafka.HeaderNames;
import java.util.Locale;
import org.apache.camel.Exchange;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Copy of the request's own headers, its {@code traceparent} and correlation ids say, without those that an outcome sets
 * again: {@code turnstile-*}, {@code ce_*}, {@code content-type} and {@code Camel*}.
 */
public enum RequestHeaders implements OutcomeHeaders {
    INSTANCE;

    @Override
    public Headers of(Exchange exchange) {
        Headers copy = new RecordHeaders();
        for (Header header : RequestRecord.in(exchange).headers()) {
            if (!isReplaced(header.key().toLowerCase(Locale.ROOT))) {
                copy.add(header);
            }
        }
        return copy;
    }

    private static boolean isReplaced(String name) {
        return HeaderNames.isOwn(name)
                || name.startsWith("ce_")
                || name.startsWith("camel")
                || name.equals(HeaderNames.CONTENT_TYPE);
    }
}
