package io.turnstile.deadletter.kafka;

import io.turnstile.deadletter.letter.Content;
import io.turnstile.deadletter.letter.Letter;
import io.turnstile.deadletter.letter.Place;
import io.turnstile.kafka.Deadline;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;

/** Fetch of records of the dead-letter topic by their places, with one consumer. One thread at a time. */
final class RecordFetch implements AutoCloseable {

    /** Reading on is cheaper than a new fetch up to about here. */
    private static final long CLOSE = 500;

    private static final Duration POLL = Duration.ofMillis(100);

    /** Record as it is, and as the index would take it in. */
    record Bytes(Letter letter, byte[] key, byte[] value, List<Content.Header> headers) {}

    private final String topic;
    private final KafkaConsumer<byte[], byte[]> consumer;

    RecordFetch(IndexSyncConfig config, int number) {
        topic = config.deadLetters();
        Map<String, Object> properties = config.clients().reader("-letters-" + number);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 256 * 1024);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 50);
        consumer = new KafkaConsumer<>(properties);
    }

    /** @throws TimeoutException in one line, if Kafka does not answer in time; then this is of no use any more */
    Map<Place, Bytes> fetch(Map<Integer, List<Long>> wanted, Deadline deadline)
            throws TimeoutException, InterruptedException {
        try {
            return fetchAll(wanted, deadline);
        } catch (org.apache.kafka.common.errors.TimeoutException e) {
            throw timeout();
        } catch (InterruptException e) {
            throw new InterruptedException();
        }
    }

    private Map<Place, Bytes> fetchAll(Map<Integer, List<Long>> wanted, Deadline deadline) throws TimeoutException {
        Map<Place, Bytes> found = new HashMap<>();
        List<TopicPartition> partitions = wanted.keySet().stream()
                .map(each -> new TopicPartition(topic, each))
                .toList();
        consumer.assign(partitions);
        consumer.pause(partitions);
        Map<TopicPartition, Deque<Long>> open = within(partitions, wanted, deadline);
        consumer.resume(open.keySet());
        open.forEach((partition, offsets) -> consumer.seek(partition, offsets.peek()));
        while (!open.isEmpty()) {
            if (deadline.isOver()) {
                throw timeout();
            }
            var records = consumer.poll(POLL);
            for (TopicPartition partition : List.copyOf(open.keySet())) {
                Deque<Long> offsets = open.get(partition);
                for (ConsumerRecord<byte[], byte[]> record : records.records(partition)) {
                    skipBelow(offsets, record.offset());
                    if (!offsets.isEmpty() && offsets.peek() == record.offset()) {
                        offsets.remove();
                        found.put(new Place(partition.partition(), record.offset()), bytes(record));
                    }
                }
                // What lies behind the position without having been returned is no record, or none any more.
                long position = consumer.position(partition, left(deadline));
                skipBelow(offsets, position);
                if (offsets.isEmpty()) {
                    open.remove(partition);
                    consumer.pause(List.of(partition));
                } else if (offsets.peek() - position > CLOSE) {
                    consumer.seek(partition, offsets.peek());
                }
            }
        }
        return found;
    }

    /** Returns the offsets in order that lie within what each partition holds now. */
    private Map<TopicPartition, Deque<Long>> within(
            List<TopicPartition> partitions, Map<Integer, List<Long>> wanted, Deadline deadline) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions, left(deadline));
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, left(deadline));
        Map<TopicPartition, Deque<Long>> within = new HashMap<>();
        for (TopicPartition each : partitions) {
            Deque<Long> offsets = new ArrayDeque<>(
                    new TreeSet<>(wanted.get(each.partition())).subSet(begins.get(each), ends.get(each)));
            if (!offsets.isEmpty()) {
                within.put(each, offsets);
            }
        }
        return within;
    }

    private static void skipBelow(@Nullable Deque<Long> offsets, long offset) {
        while (!offsets.isEmpty() && offsets.peek() < offset) {
            offsets.remove();
        }
    }

    private static Bytes bytes(ConsumerRecord<byte[], byte[]> record) {
        List<Content.Header> headers = new ArrayList<>();
        record.headers().forEach(each -> headers.add(new Content.Header(each.key(), each.value())));
        return new Bytes(LetterParser.entry(record).letter(), record.key(), record.value(), headers);
    }

    private static Duration left(Deadline deadline) {
        return Duration.ofNanos(Math.max(1_000_000, deadline.left().toNanos()));
    }

    private static TimeoutException timeout() {
        return new TimeoutException("Kafka did not hand out the dead letter in time: try again");
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(Duration.ZERO));
    }
}
