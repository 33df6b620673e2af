package io.turnstile.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.turnstile.booking.BookingSchedule;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.booking.Reason;
import io.turnstile.booking.RequestParser;
import io.turnstile.booking.Text;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/** Begins and ends a decision: the bean {@code decisions} of the routes. Thread-safe. */
public final class Decisions {

    private static final int MESSAGE_LENGTH = 300;

    private final int maxChecks;

    /**
     * Creates the bean.
     *
     * @param maxChecks how many memberships may be checked for one request
     */
    public Decisions(int maxChecks) {
        this.maxChecks = maxChecks;
    }

    /** Reads the record's value. What is no booking request is decided by that. */
    public Decision begin(@Variable(RequestRecord.VARIABLE) RequestRecord record) {
        return Decision.of(RequestParser.parse(record.value()), maxChecks);
    }

    /** Returns the message for the schedules topic. */
    public BookingSchedule schedule(@Variable("decision") Decision decision) {
        return BookingSchedule.of(decision.request(), (Scheduled) decision.outcome());
    }

    /**
     * Ends a decision that a fault kept open, and takes back what was written for it.
     *
     * @throws Exception the fault itself while the pipeline is stopping: that decides nothing
     */
    public Decision failed(Exchange exchange, @Variable("decision") Decision decision) throws Exception {
        Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        if (exchange.getContext().isStopping()) {
            throw fault;
        }
        RecordOutcomes.of(exchange).clear();
        Reason reason = fault instanceof JsonProcessingException ? Reason.UNREADABLE_RESPONSE : Reason.UPSTREAM_ERROR;
        return decision.closed(reason, "Could not be decided: " + Text.shorten(describe(fault), MESSAGE_LENGTH) + ".");
    }

    private static String describe(Exception fault) {
        if (fault instanceof JsonProcessingException unreadable) {
            return "Altegio's answer is not what its API promises (" + unreadable.getOriginalMessage() + ")";
        }
        return fault.getMessage() == null ? fault.getClass().getSimpleName() : fault.getMessage();
    }
}
