package io.turnstile.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.turnstile.altegio.TypeCatalogue;
import io.turnstile.booking.BookingSchedule;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.booking.Reason;
import io.turnstile.booking.RequestParser;
import io.turnstile.booking.Text;
import io.turnstile.intake.RecordOutcomes;
import io.turnstile.intake.RequestRecord;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins and ends a decision: the bean {@code booking} of the routes. */
public final class BookingSteps {

    private static final Logger LOG = LoggerFactory.getLogger(BookingSteps.class);
    private static final int MESSAGE_LENGTH = 300;

    private final int maxChecks;
    private final int retries;
    private final TypeCatalogue types;

    /**
     * Creates the bean.
     *
     * @param maxChecks how many memberships may be checked for one request
     * @param retries how often a request that failed alone is tried again
     */
    public BookingSteps(int maxChecks, int retries, TypeCatalogue types) {
        this.maxChecks = maxChecks;
        this.retries = retries;
        this.types = types;
    }

    /** Reads the record's value. What is no booking request is decided by that. */
    public void read(Exchange exchange) {
        byte[] value = RequestRecord.in(exchange).value();
        BookingVariables.begin(exchange, Decision.of(RequestParser.parse(value), maxChecks));
    }

    /** Makes the schedule the message's body, with the membership's type if that can be learned. */
    public void schedule(Exchange exchange) {
        Decision decision = types.withType(BookingVariables.decision(exchange));
        exchange.getMessage().setBody(BookingSchedule.of(decision.request(), (Scheduled) decision.outcome()));
    }

    /** Makes the request, byte for byte, the message's body. */
    public void request(Exchange exchange) {
        exchange.getMessage().setBody(RequestRecord.in(exchange).value());
    }

    /**
     * Ends a decision that a fault kept open, or from beginning, and takes back what was written for it. The variable
     * {@code retry} says which retry is next, from 1; 0 if there is none left.
     *
     * @throws Exception the fault itself while the pipeline is stopping, or when the request took another way meanwhile:
     *     that decides nothing
     */
    public void fail(Exchange exchange) throws Exception {
        Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        RecordOutcomes outcomes = RecordOutcomes.of(exchange);
        if (exchange.getContext().isStopping() || outcomes.isAbandoned()) {
            throw fault;
        }
        outcomes.clear();
        if (BookingVariables.decision(exchange) == null) {
            read(exchange);
        }
        Reason reason = fault instanceof JsonProcessingException ? Reason.UNREADABLE_RESPONSE : Reason.UPSTREAM_ERROR;
        String message = "Could not be decided: " + Text.shorten(describe(fault), MESSAGE_LENGTH) + ".";
        RequestRecord record = RequestRecord.in(exchange);
        LOG.warn("Request {}, try {}: {}", record.origin().id(), record.attempts(), message);
        LOG.debug("The try failed because of", fault);
        BookingVariables.keep(exchange, BookingVariables.decision(exchange).closed(reason, message));
        retry(exchange);
    }

    /** Says in the variable {@code retry} which retry is next, from 1; 0 if there is none left. */
    private void retry(Exchange exchange) {
        int attempts = RequestRecord.in(exchange).attempts();
        exchange.setVariable("retry", attempts <= retries ? attempts : 0);
    }

    /** Says in the variable {@code retry} where a request waits that is not tried now, from 1: it loses no try by that. */
    public void postpone(Exchange exchange) {
        exchange.setVariable(
                "retry", Math.max(1, Math.min(RequestRecord.in(exchange).attempts(), retries)));
        exchange.setVariable("postponed", true);
    }

    /** Ends a decision whose outcome Kafka does not take, for the reason that was caught. */
    public void refuse(Exchange exchange) {
        if (BookingVariables.decision(exchange) == null) {
            read(exchange);
        }
        Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        BookingVariables.keep(
                exchange,
                BookingVariables.decision(exchange)
                        .closed(Reason.UPSTREAM_ERROR, Text.shorten(describe(fault), MESSAGE_LENGTH) + "."));
    }

    /** Returns what an exchange was decided to; null before it came to {@link #read}. */
    public static Decision decisionOf(Exchange exchange) {
        return BookingVariables.decision(exchange);
    }

    private static String describe(Exception fault) {
        if (fault instanceof JsonProcessingException unreadable) {
            return "Altegio's answer is not what its API promises (" + unreadable.getOriginalMessage() + ")";
        }
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    }
}
