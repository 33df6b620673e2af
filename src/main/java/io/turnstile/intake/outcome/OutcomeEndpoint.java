package io.turnstile.intake.outcome;

import io.turnstile.intake.record.OutcomeHeaders;
import io.turnstile.intake.record.RequestRecord;
import org.apache.camel.Component;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultEndpoint;
import org.apache.camel.support.DefaultProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Endpoint that writes the message as an outcome: {@code outcome:topic[?headers=#bean&extra=true]}.
 *
 * <p>The record is written in the transaction that commits the request: it is there exactly once if the request is
 * consumed, and not at all otherwise. It gets the request's key, the message's body (as bytes; null stays null) and the
 * headers that the bean named by {@code headers} makes, by default the request's own without those of Turnstile, Camel and
 * CloudEvents. Each request has one outcome; any further record needs {@code extra=true}. A dry run ends with its outcome.
 */
final class OutcomeEndpoint extends DefaultEndpoint {

    private final String topic;
    private final OutcomeHeaders headers;
    private final boolean extra;
    private final OutcomeTopics topics;

    OutcomeEndpoint(
            String uri,
            Component component,
            String topic,
            OutcomeHeaders headers,
            boolean extra,
            OutcomeTopics topics) {
        super(uri, component);
        this.topic = topic;
        this.headers = headers;
        this.extra = extra;
        this.topics = topics;
    }

    @Override
    public Producer createProducer() {
        return new DefaultProducer(this) {
            @Override
            public void process(Exchange exchange) throws Exception {
                RecordOutcomes outcomes = RecordOutcomes.of(exchange);
                topics.requireExisting(topic);
                byte[] body = exchange.getMessage().getBody() == null ? null : bytes(exchange);
                ProducerRecord<byte[], byte[]> written = new ProducerRecord<>(
                        topic, null, RequestRecord.in(exchange).key(), body, headers.of(exchange));
                if (extra) {
                    outcomes.extra(written);
                } else {
                    outcomes.outcome(written);
                }
            }
        };
    }

    private byte[] bytes(Exchange exchange) {
        byte[] bytes = exchange.getMessage().getBody(byte[].class);
        if (bytes == null) {
            throw new IllegalStateException("The body for topic " + topic
                    + " is neither text nor bytes: marshal it, to JSON say, before outcome:");
        }
        return bytes;
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("outcome: endpoints are only written to");
    }
}
