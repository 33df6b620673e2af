package io.turnstile.intake;

import org.apache.camel.Exchange;
import org.apache.camel.component.kafka.KafkaConstants;
import org.apache.camel.component.kafka.consumer.CommitManager;
import org.apache.camel.component.kafka.consumer.KafkaManualCommit;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory.CamelExchangePayload;
import org.apache.camel.component.kafka.consumer.KafkaManualCommitFactory.KafkaRecordPayload;

/**
 * Factory that hands the consumer that polled a record to the record's exchange. Camel's hook for committing by hand is the
 * way in; with a factory that is not its own Camel commits nothing itself, which is what the intake needs.
 */
public final class ConsumerAccessFactory implements KafkaManualCommitFactory {

    @Override
    public KafkaManualCommit newInstance(
            CamelExchangePayload exchange, KafkaRecordPayload record, CommitManager commitManager) {
        return new Handle(exchange);
    }

    static IntakeConsumer consumerOf(Exchange record) {
        Handle handle = record.getMessage().getHeader(KafkaConstants.MANUAL_COMMIT, Handle.class);
        IntakeConsumer consumer = handle == null ? null : ConsumerProxy.behind(handle.exchange.consumer);
        if (consumer == null) {
            throw new IllegalStateException("The intake route's kafka endpoint must keep allowManualCommit=true,"
                    + " kafkaManualCommitFactory=#intakeHandle and kafkaClientFactory=#intakeClients");
        }
        return consumer;
    }

    private record Handle(CamelExchangePayload exchange) implements KafkaManualCommit {

        @Override
        public void commit() {
            throw new UnsupportedOperationException(
                    "Offsets are committed with the outcomes of their records, and nowhere else");
        }
    }
}
