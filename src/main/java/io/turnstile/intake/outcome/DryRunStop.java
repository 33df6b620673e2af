package io.turnstile.intake.outcome;

import org.apache.camel.AsyncCallback;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Guard before each step of each route: once a dry run has its outcome, no step runs any more, in whatever block, branch or
 * calling route it stands. Camel finds it in the registry. Thread-safe.
 */
public final class DryRunStop implements InterceptStrategy {

    @Override
    public Processor wrapProcessorInInterceptors(
            CamelContext context, NamedNode step, Processor target, @Nullable Processor nextTarget) {
        return new DelegateAsyncProcessor(target) {
            @Override
            public boolean process(Exchange exchange, AsyncCallback callback) {
                if (!RecordOutcomes.isDryRunOver(exchange)) {
                    return super.process(exchange, callback);
                }
                // Loops, and whatever else asks before its next step, end too.
                exchange.setRouteStop(true);
                callback.done(true);
                return true;
            }
        };
    }
}
