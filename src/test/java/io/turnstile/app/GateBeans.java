package io.turnstile.app;

import org.apache.camel.spi.HeaderFilterStrategy;

/** Lends tests of other packages what the pipeline binds for itself. */
public final class GateBeans {
    private GateBeans() {}

    public static HeaderFilterStrategy headerFilter() {
        return new GateHeaderFilter();
    }
}
