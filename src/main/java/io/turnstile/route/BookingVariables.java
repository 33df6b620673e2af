package io.turnstile.route;

import io.turnstile.booking.BookingRequest;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Outcome.DeadLetter;
import io.turnstile.booking.ParsedRequest;
import io.turnstile.intake.record.RequestRecord;
import org.apache.camel.Exchange;

/**
 * Variables of an exchange that hold the decision and tell routes of it; they cost far less to read than methods of an
 * object. They are {@code state} ({@code open}, {@code scheduled} or {@code dead-letter}), {@code kind} and {@code reason} of a
 * dead letter, {@code location}, {@code client}, {@code event} and {@code days} ({@code 1%2C2%2C3}) of a request, {@code
 * membership}, the id of the next candidate, and for the gate {@code readAt} (nanoseconds of a clock that is never set) and {@code
 * priority} ({@code live} or {@code replay}). The intake adds {@code dryRun}.
 */
final class BookingVariables {

    private static final String DECISION = "decision";

    private BookingVariables() {}

    static Decision decision(Exchange exchange) {
        return exchange.getVariable(DECISION, Decision.class);
    }

    /** Starts with the request's own variables, and those that the gate wants to know. */
    static void begin(Exchange exchange, Decision decision) {
        RequestRecord record = RequestRecord.in(exchange);
        exchange.setVariable("readAt", record.readTick());
        exchange.setVariable("priority", record.isReplay() ? "replay" : "live");
        if (decision.parsed() instanceof ParsedRequest.Valid valid) {
            BookingRequest request = valid.request();
            exchange.setVariable("location", request.locationId());
            exchange.setVariable("client", request.clientId());
            exchange.setVariable("event", request.eventId());
            exchange.setVariable("days", request.scheduleDays());
        }
        keep(exchange, decision);
    }

    /** Replaces the decision by the next one. */
    static void keep(Exchange exchange, Decision decision) {
        exchange.setVariable(DECISION, decision);
        exchange.setVariable("state", state(decision));
        if (decision.hasCandidate()) {
            exchange.setVariable("membership", decision.candidate().id());
        }
        if (!decision.isOpen() && decision.outcome() instanceof DeadLetter letter) {
            exchange.setVariable("kind", letter.reason().kind().header());
            exchange.setVariable("reason", letter.reason().name());
        }
    }

    private static String state(Decision decision) {
        if (decision.isOpen()) {
            return "open";
        }
        return decision.isScheduled() ? "scheduled" : "dead-letter";
    }
}
