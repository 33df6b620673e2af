package io.turnstile.intake.outcome;

import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestHeaders;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/** Factory of {@code outcome:topic} endpoints: see {@link OutcomeEndpoint}. */
public final class OutcomeComponent extends DefaultComponent {

    private final OutcomeTopics topics;

    /** Allows every topic: for tools that look at routes. */
    public OutcomeComponent() {
        this(OutcomeTopics.ANY);
    }

    public OutcomeComponent(OutcomeTopics topics) {
        this.topics = topics;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String topic, Map<String, Object> parameters) throws Exception {
        boolean extra = getAndRemoveParameter(parameters, "extra", boolean.class, false);
        OutcomeHeaders headers = resolveAndRemoveReferenceParameter(
                parameters, "headers", OutcomeHeaders.class, RequestHeaders.INSTANCE);
        topics.requireAllowed(topic, headers, extra);
        return new OutcomeEndpoint(uri, this, topic, headers, extra, topics);
    }
}
