package io.turnstile.intake;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Fault of a transaction that was aborted because Kafka does not take some of its records. The others may be committed. */
final class RefusedOutcomesException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private final transient Map<ProducerRecord<byte[], byte[]>, KafkaException> refused;

    /** @param refused records, by identity, and what Kafka has against each */
    RefusedOutcomesException(Map<ProducerRecord<byte[], byte[]>, KafkaException> refused) {
        super(
                "Kafka refused " + refused.size() + " records",
                refused.values().iterator().next());
        this.refused = refused;
    }

    Map<ProducerRecord<byte[], byte[]>, KafkaException> refused() {
        return refused;
    }
}
