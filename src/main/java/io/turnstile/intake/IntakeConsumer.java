package io.turnstile.intake;

import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.ProducerFencedException;

/**
 * Is a Kafka consumer that knows which of the records it handed out are still its own to commit, and that commits them
 * together with their outcomes in one transaction. Polling thread only, like every Kafka consumer.
 */
final class IntakeConsumer extends KafkaConsumer<byte[], byte[]> {

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final UncommittedRecords uncommitted = new UncommittedRecords();
    private final OutcomeTransactions transactions;
    private final InstanceConflict conflict;
    private final Runnable onClose;
    private boolean waiting;
    private boolean closed;

    /**
     * Connects.
     *
     * @param transactions this consumer's own; closed with it
     * @param conflict told when another process took this consumer's place
     * @param onClose run when it was closed
     */
    IntakeConsumer(
            Properties properties, OutcomeTransactions transactions, InstanceConflict conflict, Runnable onClose) {
        super(properties);
        this.transactions = transactions;
        this.conflict = conflict;
        this.onClose = onClose;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new Ownership(listener));
    }

    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        ConsumerRecords<byte[], byte[]> records = noticingConflict(() -> super.poll(timeout));
        uncommitted.polled(records);
        return records;
    }

    /** Lets the group know that this member is alive, and takes part in rebalances, without reading any record. */
    void stayInGroup() {
        stayInGroup(Duration.ZERO);
    }

    /** Does so for that long: time enough to take part in a rebalance. */
    void stayInGroup(Duration time) {
        Set<TopicPartition> paused = paused();
        waiting = true;
        pause(assignment());
        try {
            ConsumerRecords<byte[], byte[]> records = noticingConflict(() -> super.poll(time));
            if (!records.isEmpty()) {
                throw new IllegalStateException("A paused consumer returned records");
            }
        } finally {
            waiting = false;
            Set<TopicPartition> resumed = new HashSet<>(assignment());
            resumed.removeAll(paused);
            resume(resumed);
        }
    }

    /** Starts a walk over a batch that tells which of its records may be committed. */
    UncommittedRecords.Walk walk() {
        return uncommitted.walk();
    }

    /** Commits outcomes and offsets together; throws, with nothing committed or nothing known, if that fails. */
    void commit(List<ProducerRecord<byte[], byte[]>> outcomes, Map<TopicPartition, OffsetAndMetadata> offsets) {
        noticingConflict(() -> {
            transactions.commit(outcomes, offsets, groupMetadata());
            return null;
        });
        offsets.forEach((partition, next) -> uncommitted.committed(partition, next.offset() - 1));
    }

    /** Closes once: Camel closes a consumer again before it makes the next one, when its name may be another's. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            // There is nothing to wait for: offsets are committed elsewhere, and a static member does not leave its
            // group.
            super.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        } finally {
            transactions.close();
            onClose.run();
        }
    }

    private <T> T noticingConflict(Supplier<T> call) {
        try {
            return call.get();
        } catch (RuntimeException e) {
            if (isFenced(e)) {
                conflict.fenced();
            }
            throw e;
        }
    }

    /** Looks through causes and suppressed faults too: a commit that fails for it often says so only when it is aborted. */
    private static boolean isFenced(Throwable fault) {
        return fault instanceof FencedInstanceIdException
                || fault instanceof ProducerFencedException
                || (fault.getCause() != null && isFenced(fault.getCause()))
                || Arrays.stream(fault.getSuppressed()).anyMatch(IntakeConsumer::isFenced);
    }

    /** Notes which partitions are gone before anyone else hears of it. */
    private final class Ownership implements ConsumerRebalanceListener {

        private final ConsumerRebalanceListener camel;

        Ownership(ConsumerRebalanceListener camel) {
            this.camel = camel;
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            uncommitted.revoked(partitions);
            camel.onPartitionsRevoked(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            uncommitted.revoked(partitions);
            camel.onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            camel.onPartitionsAssigned(partitions);
            if (waiting) {
                pause(partitions);
            }
        }
    }
}
