package io.turnstile.route;

import io.turnstile.altegio.BusinessRefusal;
import io.turnstile.altegio.CheckResponse;
import io.turnstile.altegio.ErrorResponse;
import io.turnstile.altegio.ResponseFault;
import io.turnstile.altegio.SearchResponse;
import io.turnstile.altegio.TypesResponse;
import io.turnstile.altegio.UnreadableResponseException;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Reason;
import io.turnstile.booking.ResponseEvidence;
import io.turnstile.booking.Text;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;

/**
 * Way of Altegio's answers into a decision: the bean {@code altegio} of the call routes. A 2xx that can be read leads on;
 * what Altegio itself refuses closes the decision; anything else is an exception, for it decides nothing.
 */
public final class AltegioSteps {

    private static final int MESSAGE_LENGTH = 300;

    private final Clock clock;
    private final UnaryOperator<String> redactor;

    /** @param redactor blots the secrets in use out of what is kept */
    public AltegioSteps(Clock clock, UnaryOperator<String> redactor) {
        this.clock = clock;
        this.redactor = redactor;
    }

    /** Prepares the call that the message's headers describe. */
    public void prepareCall(Exchange exchange) {
        AltegioCall.begin(exchange);
    }

    /**
     * Takes a call that just ended out of the message and keeps it as evidence of the decision that it was made for, if there
     * is one; of a call without an answer, what happened instead.
     */
    public void recordResponse(Exchange exchange) {
        AltegioCall call = AltegioCall.take(exchange);
        Decision decision = BookingVariables.decision(exchange);
        if (decision == null || !decision.isOpen()) {
            return;
        }
        Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        ResponseEvidence evidence = call.evidence(redactor);
        BookingVariables.keep(
                exchange,
                decision.withEvidence(
                        call.status() == 0 && fault != null
                                ? new ResponseEvidence(0, evidence.path(), redactor.apply(FaultText.describe(fault)))
                                : evidence));
    }

    /** Takes the memberships that the search found. */
    public void applySearchResult(Exchange exchange) throws UnreadableResponseException, UnexpectedResponseException {
        AltegioCall call = AltegioCall.end(exchange);
        if (leadsOn(call, exchange)) {
            SearchResponse answer = SearchResponse.read(call.body());
            BookingVariables.keep(
                    exchange, BookingVariables.decision(exchange).applySearchResult(answer.memberships()));
        }
    }

    /** Takes the answer about the candidate. */
    public void applyCheckResult(Exchange exchange) throws UnreadableResponseException, UnexpectedResponseException {
        AltegioCall call = AltegioCall.end(exchange);
        if (leadsOn(call, exchange)) {
            CheckResponse answer = CheckResponse.read(call.body());
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            BookingVariables.keep(exchange, BookingVariables.decision(exchange).applyCheckResult(answer.check(), now));
        }
    }

    /** Makes a page of membership types the message's body. */
    public void readMembershipTypes(Exchange exchange) throws UnreadableResponseException, UnexpectedResponseException {
        AltegioCall call = AltegioCall.end(exchange);
        if (!call.isSuccess()) {
            throw unexpected(call);
        }
        exchange.getMessage().setBody(TypesResponse.read(call.body()));
    }

    /** Returns whether the answer is a success; closes the decision if Altegio refuses it. */
    private boolean leadsOn(AltegioCall call, Exchange exchange) throws UnexpectedResponseException {
        if (call.isSuccess()) {
            return true;
        }
        Optional<Reason> refusal = BusinessRefusal.of(call.status(), call.body());
        if (refusal.isEmpty()) {
            throw unexpected(call);
        }
        String said = Text.shorten(redactor.apply(ErrorResponse.message(call.body())), MESSAGE_LENGTH);
        BookingVariables.keep(
                exchange, BookingVariables.decision(exchange).refused(refusal.get(), call.status(), said));
        return false;
    }

    private UnexpectedResponseException unexpected(AltegioCall call) {
        ResponseFault fault = ResponseFault.of(call.status(), call.body());
        return new UnexpectedResponseException(new ResponseFault(fault.reason(), redactor.apply(fault.message())));
    }
}
