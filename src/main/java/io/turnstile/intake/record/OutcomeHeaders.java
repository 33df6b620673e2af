package io.turnstile.intake.record;

import org.apache.camel.Exchange;
import org.apache.kafka.common.header.Headers;

/** Gives an outcome's record its headers. Called on the pool's threads, so it must be thread-safe. */
@FunctionalInterface
public interface OutcomeHeaders {

    /** Returns new headers for the outcome that the exchange carries. */
    Headers of(Exchange exchange);
}
