package io.turnstile.intake;

import java.util.Collection;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Notes which partitions come and go before Camel hears of it: of those that go, what is decided is committed while that is
 * possible, and the rest forgotten. One consumer's; polling thread only.
 */
final class Ownership implements ConsumerRebalanceListener {

    private final IntakeConsumer consumer;
    private final OwnedPartitions owned;
    private final OwnersNotes notes;
    private final ConsumerWatch watch;
    private final ConsumerRebalanceListener camel;

    Ownership(
            IntakeConsumer consumer,
            OwnedPartitions owned,
            OwnersNotes notes,
            ConsumerWatch watch,
            ConsumerRebalanceListener camel) {
        this.consumer = consumer;
        this.owned = owned;
        this.notes = notes;
        this.watch = watch;
        this.camel = camel;
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        consumer.commitBeforeLosing();
        notes.leave(consumer.lose(partitions));
        watch.owns(consumer.assignment().size() - partitions.size());
        camel.onPartitionsRevoked(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
        consumer.lose(partitions);
        watch.left();
        camel.onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = notes.read(partitions);
        owned.expected(partitions, OwnersNotes.notes(committed));
        notes.mark(committed);
        owned.assigned(partitions);
        watch.owns(consumer.assignment().size());
        camel.onPartitionsAssigned(partitions);
        if (consumer.readsNothing()) {
            consumer.pause(partitions);
        }
    }
}
