package io.turnstile.route;

import io.turnstile.booking.Decision;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestHeaders;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.HeaderNames;
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
        HeaderNames.add(headers, HeaderNames.CE_SPECVERSION, "1.0");
        HeaderNames.add(
                headers, HeaderNames.CE_ID, RequestRecord.in(exchange).origin().id());
        HeaderNames.add(headers, HeaderNames.CE_SOURCE, source);
        HeaderNames.add(headers, HeaderNames.CE_TYPE, "turnstile.booking.schedule");
        HeaderNames.add(headers, HeaderNames.CE_TIME, scheduled.checkedAt().toString());
        HeaderNames.add(
                headers,
                HeaderNames.CE_SUBJECT,
                Long.toString(decision.request().clientId()));
        HeaderNames.add(headers, HeaderNames.CONTENT_TYPE, "application/json");
        return headers;
    }
}
