package io.turnstile.intake;

import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka transactions of outcomes and offsets under one transactional id. One consumer's; its thread only. */
final class OutcomeTransactions implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeTransactions.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Producer<byte[], byte[]> producer;

    /**
     * Ends what an earlier process left open under the same transactional id, and fences that process.
     *
     * @param producer with a {@code transactional.id}; closed with this, or when this fails
     */
    OutcomeTransactions(Producer<byte[], byte[]> producer) {
        this.producer = producer;
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
     * @throws RefusedException if nothing was committed, because Kafka does not take some of the outcomes; the rest
     *     may be tried again
     * @throws KafkaException if it was not committed, or that is not known; this object is then of no more use
     */
    void commit(
            List<ProducerRecord<byte[], byte[]>> outcomes,
            Map<TopicPartition, OffsetAndMetadata> offsets,
            ConsumerGroupMetadata group) {
        producer.beginTransaction();
        List<Sent> sent = new ArrayList<>();
        try {
            for (ProducerRecord<byte[], byte[]> each : outcomes) {
                Sent now = new Sent(each, producer.send(each));
                if (now.refusal() != null) {
                    throw new RefusedException(refused(List.of(now)), true);
                }
                sent.add(now);
            }
            producer.sendOffsetsToTransaction(offsets, group);
            commitWithOneMoreTry();
        } catch (KafkaException e) {
            boolean aborted = abort(e);
            if (aborted && e instanceof RefusedException) {
                throw e;
            }
            Map<ProducerRecord<byte[], byte[]>, KafkaException> refused = refused(sent);
            if (aborted && !refused.isEmpty()) {
                throw new RefusedException(refused, refused.size() == 1);
            }
            if (aborted || !(e instanceof CommitFailedException)) {
                throw e;
            }
            throw new KafkaException("A transaction could not be aborted", e);
        }
    }

    /**
     * Waits once more for a coordinator that does not answer: another broker takes its place after nine seconds, as Kafka is
     * set by default, and then the outcomes are committed that would be decided again otherwise.
     */
    private void commitWithOneMoreTry() {
        try {
            producer.commitTransaction();
        } catch (TimeoutException e) {
            LOG.debug("The coordinator of the transaction does not answer; asks again", e);
            producer.commitTransaction();
        }
    }

    private static Map<ProducerRecord<byte[], byte[]>, KafkaException> refused(List<Sent> sent) {
        Map<ProducerRecord<byte[], byte[]>, KafkaException> refused = new IdentityHashMap<>();
        for (Sent each : sent) {
            KafkaException fault = each.refusal();
            if (fault != null && KafkaRefusal.mayConcern(fault, each.record.topic())) {
                refused.put(each.record, fault);
            }
        }
        return refused;
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

    /** Returns the client, to be looked at. */
    Producer<?, ?> client() {
        return producer;
    }

    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
    }

    /** One record that was handed to the producer. */
    private record Sent(ProducerRecord<byte[], byte[]> record, Future<RecordMetadata> result) {

        /** Returns why Kafka does not take this record, whether or not it takes the others; null if that is not so, or not yet known. */
        private @Nullable KafkaException refusal() {
            if (!result.isDone()) {
                return null;
            }
            try {
                result.get();
                return null;
            } catch (ExecutionException e) {
                return e.getCause() instanceof KafkaException fault && KafkaRefusal.isOfThisRecord(fault)
                        ? fault
                        : null;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
    }

    /** Fault of a transaction that was aborted because Kafka does not take some of its records. The others may be committed. */
    static final class RefusedException extends KafkaException {

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
        RefusedException(Map<ProducerRecord<byte[], byte[]>, KafkaException> refused, boolean certain) {
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
}
