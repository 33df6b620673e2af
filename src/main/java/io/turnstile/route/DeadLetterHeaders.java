package io.turnstile.route;

import io.turnstile.booking.Decision;
import io.turnstile.booking.Outcome.DeadLetter;
import io.turnstile.intake.record.Origin;
import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

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

        Headers headers = withoutOwn(record.headers());
        add(headers, "dead-letter-id", origin.id());
        add(headers, "kind", outcome.reason().kind().header());
        add(headers, "reason", outcome.reason().name());
        add(headers, "message", redactor.apply(outcome.message()));
        headers.add(RequestRecord.OWN_HEADERS + "evidence", decision.evidence().toJson());
        decision.requestId().ifPresent(id -> add(headers, "request-id", id));
        origin.addTo(headers);
        add(headers, "attempts", Integer.toString(record.attempts()));
        add(headers, "replays", Integer.toString(record.count(RequestRecord.OWN_HEADERS + "replays")));
        add(headers, "decided-at", clock.instant().toString());
        return headers;
    }

    private static Headers withoutOwn(Headers request) {
        Headers headers = new RecordHeaders();
        for (Header header : request) {
            if (!header.key().toLowerCase(Locale.ROOT).startsWith(RequestRecord.OWN_HEADERS)) {
                headers.add(header);
            }
        }
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(RequestRecord.OWN_HEADERS + name, value.getBytes(StandardCharsets.UTF_8));
    }
}
