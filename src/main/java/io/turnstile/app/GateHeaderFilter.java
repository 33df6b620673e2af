package io.turnstile.app;

import io.turnstile.altegio.gate.call.GateHeaders;
import org.apache.camel.Exchange;
import org.apache.camel.spi.HeaderFilterStrategy;
import org.jspecify.annotations.Nullable;

/**
 * Filter that lets nothing of a message into an HTTP call but what routes tell the gate, and nothing of the answer's headers
 * back.
 */
final class GateHeaderFilter implements HeaderFilterStrategy {

    @Override
    public boolean applyFilterToCamelHeaders(String name, @Nullable Object value, Exchange exchange) {
        return !name.equalsIgnoreCase(GateHeaders.READ_AT)
                && !name.equalsIgnoreCase(GateHeaders.PRIORITY)
                && !name.equalsIgnoreCase(GateHeaders.SEQUENCE);
    }

    @Override
    public boolean applyFilterToExternalHeaders(String name, @Nullable Object value, Exchange exchange) {
        return true;
    }
}
