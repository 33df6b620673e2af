package io.turnstile.route;

import io.turnstile.booking.Decision;
import io.turnstile.booking.Outcome.DeadLetter;
import io.turnstile.intake.record.Origin;
import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.HeaderNames;
import io.turnstile.kafka.HeaderWriter;
import io.turnstile.telemetry.TraceHeaders;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.kafka.common.header.Headers;

/** Headers of a dead letter: the request's, all of them as they came, and Turnstile's own in place of an earlier round's. */
public final class DeadLetterHeaders implements OutcomeHeaders {

    private final Clock clock;
    private final UnaryOperator<String> redactor;

    /** @param redactor blots the secrets in use out of what is told */
    public DeadLetterHeaders(Clock clock, UnaryOperator<String> redactor) {
        this.clock = clock;
        this.redactor = redactor;
    }

    @Override
    public Headers of(Exchange exchange) {
        RequestRecord record = RequestRecord.in(exchange);
        Decision decision = BookingVariables.decision(exchange);
        DeadLetter outcome = (DeadLetter) decision.outcome();
        Origin origin = record.origin();

        Headers headers = HeaderWriter.copy(record.headers(), name -> !HeaderNames.isOwn(name));
        HeaderWriter.add(headers, HeaderNames.DEAD_LETTER_ID, origin.id());
        HeaderWriter.add(headers, HeaderNames.KIND, outcome.reason().kind().header());
        HeaderWriter.add(headers, HeaderNames.REASON, outcome.reason().name());
        HeaderWriter.add(headers, HeaderNames.MESSAGE, redactor.apply(outcome.message()));
        headers.add(HeaderNames.EVIDENCE, decision.evidence().toJson());
        decision.requestId().ifPresent(id -> HeaderWriter.add(headers, HeaderNames.REQUEST_ID, id));
        origin.addTo(headers);
        HeaderWriter.add(headers, HeaderNames.ATTEMPTS, record.attempts());
        HeaderWriter.add(headers, HeaderNames.REPLAYS, record.count(HeaderNames.REPLAYS));
        if (record.isUnreadable()) {
            HeaderWriter.add(headers, HeaderNames.VALUE_OMITTED, "unknown");
        }
        TraceHeaders.noteIn(headers);
        HeaderWriter.add(headers, HeaderNames.DECIDED_AT, clock.instant().toString());
        return headers;
    }
}
