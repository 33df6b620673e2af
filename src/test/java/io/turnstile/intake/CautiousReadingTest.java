package io.turnstile.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.turnstile.endtoend.fixture.ManualClock;
import io.turnstile.intake.record.RequestRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** If this fails, a request that could be read is dead-lettered unread, or one that cannot be read is left without a letter. */
class CautiousReadingTest {

    private static final TopicPartition FIRST = new TopicPartition("requests", 0);
    private static final TopicPartition SECOND = new TopicPartition("requests", 1);
    private static final Set<TopicPartition> BOTH = Set.of(FIRST, SECOND);
    private static final OutOfMemoryError FAULT = new OutOfMemoryError("Java heap space");

    private final MockConsumer<byte[], byte[]> kafka = new MockConsumer<>("none");
    private final ManualClock clock = new ManualClock();
    private boolean memory = true;
    private final CautiousReading caution = new CautiousReading(clock, () -> memory);

    @BeforeEach
    void own() {
        kafka.assign(BOTH);
        kafka.seek(FIRST, 7);
        kafka.seek(SECOND, 0);
    }

    @Test
    void shouldChangeNothingBeforeThereIsAFault() {
        Properties properties = new Properties();
        caution.configure(properties);

        assertThat(properties).isEmpty();
        assertThat(caution.isOn()).isFalse();
    }

    @Test
    void shouldLetTheProcessEndWhenThereIsNoMemoryForAnything() {
        memory = false;

        assertThat(caution.startAfter(FAULT)).isSameAs(FAULT);
        assertThat(caution.isOn()).isFalse();
    }

    @Test
    void shouldReadOneRecordOfOnePartitionAfterAFault() {
        start();
        Properties properties = new Properties();
        caution.configure(properties);

        assertThat(properties).containsEntry(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
        assertThat(caution.resting(BOTH, BOTH)).containsExactly(SECOND);
        caution.polled(records());
        assertThat(caution.resting(BOTH, BOTH)).containsExactly(SECOND);
        caution.polled(ConsumerRecords.empty());
        assertThat(caution.resting(BOTH, BOTH)).containsExactly(FIRST);
        assertThat(caution.resting(BOTH, Set.of(FIRST)))
                .as("one that is full has no turn")
                .containsExactly(SECOND);
    }

    @Test
    void shouldSkipARecordOnlyWhenItFailsAgain() {
        start();
        caution.resting(BOTH, BOTH);

        assertThatThrownBy(() -> caution.skip(FAULT, kafka, 5)).isInstanceOf(KafkaException.class);
        assertThat(kafka.position(FIRST)).isEqualTo(7);

        ConsumerRecord<byte[], byte[]> skipped =
                caution.skip(FAULT, kafka, 5).records(FIRST).get(0);
        assertThat(skipped.offset()).isEqualTo(7);
        assertThat(skipped.value()).isSameAs(RequestRecord.UNREADABLE);
        assertThat(kafka.position(FIRST)).isEqualTo(8);

        assertThat(caution.skip(FAULT, kafka, 5).records(FIRST).get(0).offset())
                .as("the next one of its batch")
                .isEqualTo(8);
    }

    @Test
    void shouldSkipNothingWhenThereIsNoMemoryForAnything() {
        start();
        caution.resting(BOTH, BOTH);
        assertThatThrownBy(() -> caution.skip(FAULT, kafka, 5)).isInstanceOf(KafkaException.class);
        memory = false;

        assertThatThrownBy(() -> caution.skip(FAULT, kafka, 5)).isSameAs(FAULT);
        assertThat(kafka.position(FIRST)).isEqualTo(7);
    }

    @Test
    void shouldReadManyAtATimeAgainAfterAWhile() {
        start();
        clock.moveTo(Duration.ofMinutes(11).toNanos());

        assertThatThrownBy(() -> caution.resting(BOTH, BOTH)).isInstanceOf(KafkaException.class);
        assertThat(caution.isOn()).isFalse();
    }

    private void start() {
        assertThat(caution.startAfter(new IllegalStateException(FAULT))).isInstanceOf(KafkaException.class);
        assertThat(caution.isOn()).isTrue();
    }

    private static ConsumerRecords<byte[], byte[]> records() {
        return new ConsumerRecords<>(
                Map.of(FIRST, List.of(new ConsumerRecord<>("requests", 0, 6, null, new byte[0]))), Map.of());
    }
}
