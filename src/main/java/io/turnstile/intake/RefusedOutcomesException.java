package io.turnstile.intake;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Fault of a transaction that was aborted because Kafka does not take some of its records. The others may be committed. */
final class RefusedOutcomesException extends KafkaException {

    private static final long serialVersionUID = 1L;

    private final transient Map<ProducerRecord<byte[], byte[]>, KafkaException> refused;
    private final boolean certain;

    /**
     * Creates one.
     *
     * @param refused records, by identity, and what Kafka has against each
     * @param certain whether it is these that Kafka refused. Where it is not, some of them may only have been in the same
     *     transaction: Kafka's client gives all that was not sent yet the fault of the one that failed
     */
    RefusedOutcomesException(Map<ProducerRecord<byte[], byte[]>, KafkaException> refused, boolean certain) {
        super(
                "Kafka refused " + refused.size() + " records",
                refused.values().iterator().next());
        this.refused = refused;
        this.certain = certain || refused.values().stream().allMatch(KafkaRefusal::namesItsTopic);
    }

    boolean isCertain() {
        return certain;
    }

    Map<ProducerRecord<byte[], byte[]>, KafkaException> refused() {
        return refused;
    }
}
