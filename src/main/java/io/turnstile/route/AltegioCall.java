package io.turnstile.route;

import io.turnstile.booking.ResponseEvidence;
import io.turnstile.intake.record.RequestRecord;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * Call to Altegio that has just ended, taken out of the message: what it was and what came of it. Nothing of it is left in
 * the message, where it would steer the next call of a route's own.
 *
 * @param status HTTP status; 0 when no answer came
 * @param target path and query, without the host
 * @param body what was answered; empty when no answer came
 */
record AltegioCall(int status, String target, byte[] body) {

    private static final String PROPERTY = "turnstile.call";
    private static final String BEGUN = "turnstile.call.begun";
    private static final byte[] NOTHING = new byte[0];
    private static final int SEARCHED = 64 * 1024;
    private static final int AT_THE_CUT = 8 * 1024;

    /** Call that is about to be made; {@code caught} is what the route was handling before. */
    private record Begun(String target, @Nullable Object caught) {}

    /**
     * Notes the call that is about to be made, and gives it no body. Only its path and query steer it: whatever else a step of
     * a route's own left for a call of its own, a method or an address say, is dropped.
     */
    static void begin(Exchange exchange) {
        String path = exchange.getMessage().getHeader(Exchange.HTTP_PATH, "", String.class);
        String query = exchange.getMessage().getHeader(Exchange.HTTP_QUERY, String.class);
        Object caught = exchange.removeProperty(Exchange.EXCEPTION_CAUGHT);
        exchange.setProperty(BEGUN, new Begun(path + (query == null ? "" : "?" + query), caught));
        exchange.getMessage().removeHeaders("CamelHttp*", Exchange.HTTP_PATH, Exchange.HTTP_QUERY);
        exchange.getMessage().removeHeaders("CamelRestHttp*");
        exchange.getMessage().setBody(null);
    }

    /** Takes the call that just ended out of the message, whether it was answered or failed. */
    static AltegioCall take(Exchange exchange) {
        Begun begun = (Begun) exchange.removeProperty(BEGUN);
        Exception fault = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class);
        Integer status = exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE, Integer.class);
        byte[] body = fault == null ? exchange.getMessage().getBody(byte[].class) : null;
        AltegioCall call = new AltegioCall(
                fault == null && status != null ? status : 0, begun.target(), body == null ? NOTHING : body);
        exchange.setProperty(PROPERTY, call);
        exchange.getMessage().removeHeaders("CamelHttp*");
        exchange.getMessage().removeHeaders("Turnstile-*");
        exchange.removeProperty(Exchange.CHARSET_NAME);
        exchange.getMessage().setBody(call.body);
        if (fault != null) {
            restoreRequest(exchange);
        } else if (begun.caught() != null) {
            exchange.setProperty(Exchange.EXCEPTION_CAUGHT, begun.caught());
        }
        return call;
    }

    /** Returns the call that was taken last, and puts the request back into the message, if it carries one. */
    static AltegioCall end(Exchange exchange) {
        AltegioCall call = (AltegioCall) exchange.removeProperty(PROPERTY);
        if (call == null) {
            throw new IllegalStateException("No call to Altegio was made: call direct:altegio-get before this step");
        }
        restoreRequest(exchange);
        return call;
    }

    private static void restoreRequest(Exchange exchange) {
        RequestRecord record = exchange.getVariable(RequestRecord.VARIABLE, RequestRecord.class);
        if (record != null) {
            exchange.getMessage().setBody(record.value());
        }
    }

    boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    /** Returns the call as evidence, without secrets. */
    ResponseEvidence evidence(UnaryOperator<String> redactor) {
        return new ResponseEvidence(status, redactor.apply(target), beginning(redactor));
    }

    /**
     * Returns as much of the body as evidence can hold, without secrets. Looking for them takes far more memory than the text,
     * so the rest is cut off before; and after it what stands at the cut, which may be a part of a secret.
     */
    private String beginning(UnaryOperator<String> redactor) {
        String text = redactor.apply(new String(body, 0, Math.min(body.length, SEARCHED), StandardCharsets.UTF_8));
        return body.length <= SEARCHED ? text : text.substring(0, Math.max(0, text.length() - AT_THE_CUT)) + "…";
    }
}
