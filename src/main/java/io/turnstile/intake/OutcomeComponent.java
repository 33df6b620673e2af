package io.turnstile.intake;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Serves {@code outcome:topic} endpoints: see {@link OutcomeEndpoint}. */
public final class OutcomeComponent extends DefaultComponent {

    @Override
    protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) throws Exception {
        OutcomeEndpoint endpoint = new OutcomeEndpoint(uri, this, topic);
        endpoint.setExtra(getAndRemoveParameter(parameters, "extra", boolean.class, false));
        endpoint.setHeaders(resolveAndRemoveReferenceParameter(
                parameters, "headers", OutcomeHeaders.class, RequestHeaders.INSTANCE));
        return endpoint;
    }
}
