package io.turnstile.topic;

import io.turnstile.config.Settings;
import io.turnstile.config.SettingsException;
import io.turnstile.kafka.Deadline;
import io.turnstile.kafka.HeaderNames;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** Reader of what requests came to: schedules, dead letters and retries, each with the request's own place. One thread's. */
final class DecidedRequests implements AutoCloseable {

    private static final Pattern ID = Pattern.compile("(.+)-(\\d+)-(\\d+)");
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private long completeSince;

    DecidedRequests(Settings settings) {
        this.consumer = new KafkaConsumer<>(settings.clients().reader("-start"));
    }

    /**
     * A record that a request came to.
     *
     * @param origin the partition of the request, on the requests topic
     * @param offset of the request there
     * @param attempt how often it had been tried when the record was a retry; {@link Integer#MAX_VALUE} for an outcome
     * @param source who wrote it, if that is a schedule
     * @param place where the record stands
     */
    record Seen(
            TopicPartition origin,
            long offset,
            int attempt,
            Optional<String> source,
            TopicPartition place,
            long placeOffset) {}

    /**
     * Reads what partitions hold now.
     *
     * @param atMost so many records of each, the last ones
     * @throws SettingsException if Kafka hands out nothing for half a minute
     */
    void read(Collection<TopicPartition> partitions, long atMost, Consumer<Seen> reader) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        Map<TopicPartition, Long> firsts = new HashMap<>();
        Map<TopicPartition, Long> from = new HashMap<>();
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        begins.forEach((partition, begin) -> from.put(partition, Math.max(begin, ends.get(partition) - atMost)));
        poll(from, ends, record -> {
            firsts.putIfAbsent(place(record), record.timestamp());
            seen(record).ifPresent(reader);
        });
        completeSince = partitions.stream()
                .filter(each -> begins.get(each) > 0)
                .mapToLong(each -> firsts.getOrDefault(each, Long.MAX_VALUE))
                .max()
                .orElse(0);
    }

    /**
     * Returns since when what was read last is complete: from what was written before, Kafka may have deleted some.
     *
     * @return milliseconds since the epoch; 0 if all is there
     */
    long completeSince() {
        return completeSince;
    }

    /** Returns the offsets of a partition's records, from the first up to, and without, the end. */
    SortedSet<Long> offsets(TopicPartition partition, long first, long end) {
        SortedSet<Long> offsets = new TreeSet<>();
        if (first < end) {
            poll(Map.of(partition, first), Map.of(partition, end), record -> offsets.add(record.offset()));
        }
        return offsets.headSet(end);
    }

    private void poll(
            Map<TopicPartition, Long> from,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> reader) {
        consumer.assign(from.keySet());
        from.forEach(consumer::seek);
        Set<TopicPartition> left = new HashSet<>(from.keySet());
        Deadline deadline = Deadline.in(PATIENCE);
        while (true) {
            if (left.removeIf(each -> consumer.position(each) >= ends.get(each))) {
                deadline = Deadline.in(PATIENCE);
            }
            if (left.isEmpty()) {
                return;
            }
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                reader.accept(record);
                deadline = Deadline.in(PATIENCE);
            }
            if (deadline.isOver()) {
                throw new SettingsException("Kafka does not hand out records of " + left + ": start again later");
            }
        }
    }

    private static TopicPartition place(ConsumerRecord<byte[], byte[]> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private static Optional<Seen> seen(ConsumerRecord<byte[], byte[]> record) {
        TopicPartition place = place(record);
        String origin = text(record, HeaderNames.ORIGIN_TOPIC);
        try {
            if (origin != null) {
                boolean retry = text(record, HeaderNames.NOT_BEFORE) != null;
                return Optional.of(new Seen(
                        new TopicPartition(origin, Integer.parseInt(text(record, HeaderNames.ORIGIN_PARTITION))),
                        Long.parseLong(text(record, HeaderNames.ORIGIN_OFFSET)),
                        retry ? Integer.parseInt(text(record, HeaderNames.ATTEMPTS)) : Integer.MAX_VALUE,
                        Optional.empty(),
                        place,
                        record.offset()));
            }
            String id = text(record, HeaderNames.CE_ID);
            Matcher parts = ID.matcher(id == null ? "" : id);
            return parts.matches()
                    ? Optional.of(new Seen(
                            new TopicPartition(parts.group(1), Integer.parseInt(parts.group(2))),
                            Long.parseLong(parts.group(3)),
                            Integer.MAX_VALUE,
                            Optional.ofNullable(text(record, HeaderNames.CE_SOURCE)),
                            place,
                            record.offset()))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            // Written by somebody else.
            return Optional.empty();
        }
    }

    private static @Nullable String text(ConsumerRecord<byte[], byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        consumer.close();
    }
}
