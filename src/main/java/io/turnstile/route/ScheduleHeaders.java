package io.turnstile.route;

import io.turnstile.booking.BookingSchedule;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestHeaders;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderWriter;
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
        HeaderWriter.add(headers, HeaderNames.CE_SPECVERSION, "1.0");
        HeaderWriter.add(
                headers, HeaderNames.CE_ID, RequestRecord.in(exchange).origin().id());
        HeaderWriter.add(headers, HeaderNames.CE_SOURCE, source);
        HeaderWriter.add(headers, HeaderNames.CE_TYPE, "turnstile.booking.schedule");
        HeaderWriter.add(headers, HeaderNames.CE_TIME, scheduled.checkedAt().toString());
        HeaderWriter.add(
                headers,
                HeaderNames.CE_SUBJECT,
                Long.toString(decision.request().clientId()));
        HeaderWriter.add(headers, HeaderNames.CE_DATASCHEMA, BookingSchedule.SCHEMA);
        HeaderWriter.add(headers, HeaderNames.CONTENT_TYPE, "application/json");
        return headers;
    }
}
