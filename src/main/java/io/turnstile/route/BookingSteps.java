package io.turnstile.route;

import io.turnstile.booking.BookingSchedule;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Outcome.Scheduled;
import io.turnstile.booking.ParsedRequest;
import io.turnstile.booking.Reason;
import io.turnstile.booking.RequestParser;
import io.turnstile.booking.Text;
import io.turnstile.intake.outcome.RecordOutcomes;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.telemetry.LogContext;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps that begin and end a decision: the bean {@code booking} of the routes. */
public final class BookingSteps {

    private static final Logger LOG = LoggerFactory.getLogger(BookingSteps.class);
    private static final int MESSAGE_LENGTH = 300;

    private final int maxChecks;
    private final int retries;
    private final UnaryOperator<Decision> types;
    private final UnaryOperator<String> redactor;

    /**
     * Creates the bean.
     *
     * @param maxChecks how many memberships may be checked for one request
     * @param retries how often a request that failed alone is tried again
     * @param types gives a scheduled membership its type, if that can be learned
     * @param redactor blots the secrets in use out of what is kept
     */
    public BookingSteps(int maxChecks, int retries, UnaryOperator<Decision> types, UnaryOperator<String> redactor) {
        this.maxChecks = maxChecks;
        this.retries = retries;
        this.types = types;
        this.redactor = redactor;
    }

    /** Reads the record's value. What is no booking request is decided by that. */
    public void read(Exchange exchange) {
        RequestRecord record = RequestRecord.in(exchange);
        ParsedRequest parsed = record.isUnreadable() ? RequestParser.unreadable() : RequestParser.parse(record.value());
        if (parsed instanceof ParsedRequest.Valid valid) {
            LogContext.read(valid.request().requestId(), valid.request().clientId());
        } else {
            parsed.requestId().ifPresent(LogContext::read);
        }
        BookingVariables.begin(exchange, Decision.of(parsed, maxChecks));
    }

    /**
     * Makes the schedule the message's body, with the membership's type if that can be learned.
     *
     * @throws IllegalStateException if it was not learned because the process is stopping: another one will learn it
     */
    public void schedule(Exchange exchange) {
        Decision decision = types.apply(BookingVariables.decision(exchange));
        if (decision.lacksType() && exchange.getContext().isStopping()) {
            throw new IllegalStateException("the process is stopping before the membership's type is known");
        }
        exchange.getMessage().setBody(BookingSchedule.of(decision.request(), (Scheduled) decision.outcome()));
    }

    /** Makes the request, byte for byte, the message's body; null where it could not be read. */
    public void request(Exchange exchange) {
        RequestRecord record = RequestRecord.in(exchange);
        exchange.getMessage().setBody(record.isUnreadable() ? null : record.value());
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
        String what = Text.shorten(redactor.apply(FaultText.describe(fault)), MESSAGE_LENGTH);
        String message = "Could not be decided: " + what + (what.endsWith(".") || what.endsWith("…") ? "" : ".");
        RequestRecord record = RequestRecord.in(exchange);
        LOG.warn("Request {}, try {}: {}", record.origin().id(), record.attempts(), message);
        LOG.debug("The try failed because of", fault);
        Decision decision = BookingVariables.decision(exchange).closed(FaultText.reason(fault), message);
        boolean isTriedAgain = retry(exchange) > 0;
        BookingVariables.keep(exchange, isTriedAgain ? decision : decision.withEarlier(TriesHeader.read(record)));
    }

    /** Sets the variable {@code retry} to the retry that is next, from 1; 0 if there is none left. Returns it too. */
    private int retry(Exchange exchange) {
        int attempts = RequestRecord.in(exchange).attempts();
        int next = attempts <= retries ? attempts : 0;
        exchange.setVariable("retry", next);
        return next;
    }

    /** Sets the variable {@code retry} to where a request waits that is not tried now, from 1: it loses no try by that. */
    public void postpone(Exchange exchange) {
        exchange.setVariable(
                "retry", Math.max(1, Math.min(RequestRecord.in(exchange).attempts(), retries)));
        exchange.setVariable("postponed", true);
    }

    /**
     * Ends a decision whose outcome Kafka does not take, for the reason that was caught. One that says no, or that failed,
     * stays as it is.
     */
    public void refuse(Exchange exchange) {
        if (BookingVariables.decision(exchange) == null) {
            read(exchange);
        }
        Decision decision = BookingVariables.decision(exchange);
        RequestRecord record = RequestRecord.in(exchange);
        if (!decision.isOpen() && !decision.isScheduled()) {
            if (exchange.getVariable("retry", 0, int.class) > 0) {
                // It was to be tried again, and its letter is to tell of the tries before.
                BookingVariables.keep(exchange, decision.withEarlier(TriesHeader.read(record)));
            }
            return;
        }
        Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        BookingVariables.keep(
                exchange,
                decision.closed(
                                Reason.UPSTREAM_ERROR,
                                Text.shorten(redactor.apply(FaultText.describe(fault)), MESSAGE_LENGTH) + ".")
                        .withEarlier(TriesHeader.read(record)));
    }

    /** Returns what happened, in words for people; secrets are still in it. */
    public static String describe(Throwable fault) {
        return FaultText.describe(fault);
    }

    /** Returns what an exchange was decided to; null before it came to {@link #read}. */
    public static @Nullable Decision decisionOf(Exchange exchange) {
        return BookingVariables.decision(exchange);
    }
}
