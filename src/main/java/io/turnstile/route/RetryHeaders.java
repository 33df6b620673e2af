package io.turnstile.route;

import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestRecord;
import java.nio.charset.StandardCharsets;
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

    private static final String ATTEMPTS = RequestRecord.OWN_HEADERS + "attempts";
    private static final String NOT_BEFORE = RequestRecord.OWN_HEADERS + "not-before";
    private static final String ORIGIN = RequestRecord.OWN_HEADERS + "origin-";
    private static final Set<String> REPLACED = Set.of(ATTEMPTS, NOT_BEFORE, TriesHeader.NAME);

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
            if (!REPLACED.contains(name) && !name.startsWith(ORIGIN)) {
                headers.add(header);
            }
        }
        Duration delay = delays.get(exchange.getVariable("retry", Integer.class) - 1);
        record.origin().addTo(headers);
        boolean postponed = exchange.getVariable("postponed", false, boolean.class);
        add(headers, ATTEMPTS, Integer.toString(postponed ? record.attempts() - 1 : record.attempts()));
        add(headers, NOT_BEFORE, Long.toString(clock.millis() + delay.toMillis()));
        TriesHeader.add(headers, record, BookingVariables.decision(exchange));
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
