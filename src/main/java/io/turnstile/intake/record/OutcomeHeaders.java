package io.turnstile.intake.record;

import org.apache.camel.Exchange;
import org.apache.kafka.common.header.Headers;

/** Source of the headers of an outcome's record. Called on the pool's threads, so it must be thread-safe. */
@FunctionalInterface
public interface OutcomeHeaders {

    /** Returns new headers for the outcome that the exchange carries. */
    Headers of(Exchange exchange);
}
