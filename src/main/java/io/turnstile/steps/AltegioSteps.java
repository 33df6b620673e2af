package io.turnstile.steps;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.turnstile.altegio.CheckAnswer;
import io.turnstile.altegio.SearchAnswer;
import io.turnstile.booking.Answer;
import io.turnstile.booking.Decision;
import io.turnstile.booking.Reason;
import io.turnstile.booking.Text;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.camel.Body;
import org.apache.camel.Exchange;

/**
 * Tells a decision what Altegio answered: the bean {@code altegio} of the call routes.
 */
public final class AltegioSteps {

    private static final int MESSAGE_LENGTH = 300;
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<Integer, Reason> REASONS = Map.of(
            400, Reason.REFUSED,
            403, Reason.FORBIDDEN,
            404, Reason.NOT_FOUND,
            422, Reason.REFUSED);

    private final Clock clock;

    public AltegioSteps(Clock clock) {
        this.clock = clock;
    }

    /**
     * Keeps the answer in hand as evidence. A 2xx leaves the decision open; 400, 403, 404 and 422 close it with their
     * reason.
     *
     * @throws UnexpectedStatusException for any other status: nothing is decided by that
     */
    public void hear(Exchange exchange) throws UnexpectedStatusException {
        int status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        String body = bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
        String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, String.class) + "?"
                + exchange.getMessage().getHeader(Exchange.HTTP_QUERY, String.class);
        Decision heard = BookingVariables.decision(exchange).heard(new Answer(status, path, body));
        if (status >= 200 && status < 300) {
            exchange.getMessage().setBody(bytes == null ? new byte[0] : bytes);
            BookingVariables.keep(exchange, heard);
            return;
        }
        Reason reason = REASONS.get(status);
        if (reason == null) {
            throw new UnexpectedStatusException(status, said(body));
        }
        String message = "Altegio answered %d to %s%s".formatted(status, path, explanation(body));
        BookingVariables.keep(exchange, heard.closed(reason, message));
    }

    /** Takes the memberships that the search found. */
    public void found(@Body SearchAnswer answer, Exchange exchange) {
        BookingVariables.keep(exchange, BookingVariables.decision(exchange).found(answer.memberships()));
    }

    /** Takes the answer about the candidate. */
    public void checked(@Body CheckAnswer answer, Exchange exchange) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        BookingVariables.keep(exchange, BookingVariables.decision(exchange).checked(answer.check(), now));
    }

    private static String explanation(String body) {
        String said = said(body);
        return said.isEmpty() ? "." : ": " + said;
    }

    /** Returns {@code meta.message} of an error's body, or nothing. */
    private static String said(String body) {
        try {
            return Text.shorten(JSON.readTree(body).at("/meta/message").asText(), MESSAGE_LENGTH);
        } catch (JsonProcessingException e) {
            return "";
        }
    }
}
