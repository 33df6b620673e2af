package io.turnstile.route;

import io.turnstile.booking.Decision;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestHeaders;
import io.turnstile.intake.record.RequestRecord;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.apache.kafka.common.header.Headers;

/** Headers of a schedule: CloudEvents 1.0 in binary mode, beside the request's own. */
public final class ScheduleHeaders implements OutcomeHeaders {

    private final String source;

    /**
     * Creates it.
     *
     * @param source the {@code ce_source} of all schedules
     */
    public ScheduleHeaders(String source) {
        this.source = source;
    }

    @Override
    public Headers of(Exchange exchange) {
        Headers headers = RequestHeaders.INSTANCE.of(exchange);
        Decision decision = BookingVariables.decision(exchange);
        Scheduled scheduled = (Scheduled) decision.outcome();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", RequestRecord.in(exchange).origin().id());
        add(headers, "ce_source", source);
        add(headers, "ce_type", "turnstile.booking.schedule");
        add(headers, "ce_time", scheduled.checkedAt().toString());
        add(headers, "ce_subject", Long.toString(decision.request().clientId()));
        add(headers, "content-type", "application/json");
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
