package io.turnstile.intake;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/**
 * Listener for partitions that come and go, ahead of Camel's: of those that go, what is decided is committed while that is
 * possible, and the rest forgotten, whatever happens. One consumer's; polling thread only.
 */
final class CommittingRebalanceListener implements ConsumerRebalanceListener {

    private final IntakeConsumer consumer;
    private final ConsumerRebalanceListener camel;

    CommittingRebalanceListener(IntakeConsumer consumer, ConsumerRebalanceListener camel) {
        this.consumer = consumer;
        this.camel = camel;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        try {
            consumer.revoked(partitions);
        } finally {
            camel.onPartitionsRevoked(partitions);
        }
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        try {
            consumer.lost(partitions);
        } finally {
            camel.onPartitionsLost(partitions);
        }
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        consumer.assigned(partitions);
        camel.onPartitionsAssigned(partitions);
    }
}
