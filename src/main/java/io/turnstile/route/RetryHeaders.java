package io.turnstile.route;

import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderWriter;
import io.turnstile.telemetry.TraceHeaders;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.kafka.common.header.Headers;

/** Headers of a retry: the request's, where it came from, how often it was tried, and when it may be tried again. */
public final class RetryHeaders implements OutcomeHeaders {

    private static final Set<String> REPLACED = Set.of(
            HeaderNames.ATTEMPTS,
            HeaderNames.NOT_BEFORE,
            HeaderNames.EVIDENCE,
            HeaderNames.ORIGIN_TOPIC,
            HeaderNames.ORIGIN_PARTITION,
            HeaderNames.ORIGIN_OFFSET,
            HeaderNames.ORIGIN_TIMESTAMP,
            HeaderNames.TRACEPARENT);

    private final List<Duration> delays;
    private final Clock clock;

    /**
     * Creates it.
     *
     * @param delays how long the first, the second, ... retry waits
     */
    public RetryHeaders(List<Duration> delays, Clock clock) {
        this.delays = List.copyOf(delays);
        this.clock = clock;
    }

    @Override
    public Headers of(Exchange exchange) {
        RequestRecord record = RequestRecord.in(exchange);
        Headers headers =
                HeaderWriter.copy(record.headers(), name -> !REPLACED.contains(name.toLowerCase(Locale.ROOT)));
        Duration delay = delays.get(exchange.getVariable("retry", Integer.class) - 1);
        record.origin().addTo(headers);
        boolean postponed = exchange.getVariable("postponed", false, boolean.class);
        HeaderWriter.add(headers, HeaderNames.ATTEMPTS, postponed ? record.attempts() - 1 : record.attempts());
        HeaderWriter.add(headers, HeaderNames.NOT_BEFORE, clock.millis() + delay.toMillis());
        TraceHeaders.noteIn(headers);
        TriesHeader.add(headers, record, BookingVariables.decision(exchange));
        return headers;
    }
}
