package io.turnstile.route;

import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.HeaderNames;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.camel.Exchange;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Headers of a retry: the request's, where it came from, how often it was tried, and when it may be tried again. */
public final class RetryHeaders implements OutcomeHeaders {

    private static final Set<String> REPLACED = Set.of(
            HeaderNames.ATTEMPTS,
            HeaderNames.NOT_BEFORE,
            HeaderNames.EVIDENCE,
            HeaderNames.ORIGIN_TOPIC,
            HeaderNames.ORIGIN_PARTITION,
            HeaderNames.ORIGIN_OFFSET,
            HeaderNames.ORIGIN_TIMESTAMP);

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
        Headers headers = new RecordHeaders();
        for (Header header : record.headers()) {
            String name = header.key().toLowerCase(Locale.ROOT);
            if (!REPLACED.contains(name)) {
                headers.add(header);
            }
        }
        Duration delay = delays.get(exchange.getVariable("retry", Integer.class) - 1);
        record.origin().addTo(headers);
        boolean postponed = exchange.getVariable("postponed", false, boolean.class);
        HeaderNames.add(
                headers, HeaderNames.ATTEMPTS, Integer.toString(postponed ? record.attempts() - 1 : record.attempts()));
        HeaderNames.add(headers, HeaderNames.NOT_BEFORE, Long.toString(clock.millis() + delay.toMillis()));
        TriesHeader.add(headers, record, BookingVariables.decision(exchange));
        return headers;
    }
}
