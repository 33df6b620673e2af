package io.turnstile.intake;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes outcomes and offsets in Kafka transactions under one transactional id. One consumer's; its thread only. */
final class OutcomeTransactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeTransactions.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * Connects, ends what an earlier process left open under the same transactional id, and fences that process.
     *
     * @param properties with {@code transactional.id}
     */
    OutcomeTransactions(Properties properties) {
        producer = new KafkaProducer<>(properties);
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /**
     * Commits all of it or nothing.
     *
     * @throws CommitFailedException if nothing was committed, because the group is being rebalanced; it may be tried again
     * @throws KafkaException if it was not committed, or that is not known; this object is then of no more use
     */
    void commit(
            List<ProducerRecord<byte[], byte[]>> outcomes,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        producer.beginTransaction();
        try {
            outcomes.forEach(producer::send);
            producer.sendOffsetsToTransaction(offsets, group);
            producer.commitTransaction();
        } catch (KafkaException e) {
            if (abort(e) || !(e instanceof CommitFailedException)) {
                throw e;
            }
            throw new KafkaException("A transaction could not be aborted", e);
        }
    }

    private boolean abort(KafkaException cause) {
        try {
            producer.abortTransaction();
            return true;
        } catch (KafkaException | IllegalStateException e) {
            // Fenced, or the commit's end is not known: the next owner of the transactional id ends the transaction.
            LOG.debug("Could not abort the transaction", e);
            cause.addSuppressed(e);
            return false;
        }
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }
}
