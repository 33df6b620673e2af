package io.turnstile.intake;

import io.turnstile.booking.DurationFormat;
import io.turnstile.intake.record.RequestRecord;
import io.turnstile.kafka.HeaderWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reading of one record of one partition at a time, for a while after records did not fit into memory: Kafka's client
 * decompresses in its poll, and does not say where it was. With one partition and one batch at a time, the position says it.
 * A record that cannot be read even then is skipped, and stands among the polled ones without key, headers and value.
 *
 * <p>One consumer's, over its reconnects, for only a new client has nothing left of the failed read. Thread-safe; at most one
 * thread polls.
 */
final class CautiousReading {

    private static final Logger LOG = LoggerFactory.getLogger(CautiousReading.class);

    private static final Duration LASTS = Duration.ofMinutes(10);

    /** A partition's turn ends after so many polls with records, or with the first without. */
    private static final int LONGEST_TURN = 100;

    private final LongSupplier ticker;
    private final BooleanSupplier memory;
    private boolean on;
    private long since;
    private @Nullable TopicPartition turn;
    private int polls;
    private @Nullable TopicPartition suspectPartition;
    private long suspectOffset;

    /**
     * Creates one that is off.
     *
     * @param ticker nanoseconds of a clock that never goes back
     * @param memory whether there is memory left for all but huge records
     */
    CautiousReading(LongSupplier ticker, BooleanSupplier memory) {
        this.ticker = ticker;
        this.memory = memory;
    }

    /** Returns whether an eighth of the heap can be allocated at once. */
    static boolean hasMemory() {
        try {
            return new byte[(int) Math.min(Runtime.getRuntime().maxMemory() / 8, Integer.MAX_VALUE / 2)].length > 0;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    synchronized boolean isOn() {
        return on;
    }

    /** Makes a new client read one batch at a time and hand out one record of it, if this is on. */
    synchronized void configure(Properties consumer) {
        if (on) {
            consumer.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
            // Kafka sends at least one batch, however large.
            consumer.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
            consumer.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20);
        }
    }

    /**
     * Turns it on for a fault that says that memory was not enough, if there is enough for other records.
     *
     * @return what to throw instead of the fault
     */
    synchronized Throwable startAfter(Throwable fault) {
        if (on || !ConsumerFaults.isOutOfMemory(fault) || !memory.getAsBoolean()) {
            return fault;
        }
        LOG.debug("There was too little memory", fault);
        on = true;
        since = ticker.getAsLong();
        return new KafkaException("the records of one read do not fit into memory; they are read one by one for "
                + DurationFormat.text(LASTS));
    }

    /**
     * Returns the partitions that are not read now: all but the one whose turn it is.
     *
     * @param readable those that may have a turn
     * @throws KafkaException if the time of caution is over, and a new client is wanted for that
     */
    synchronized Set<TopicPartition> resting(Set<TopicPartition> assigned, Collection<TopicPartition> readable) {
        if (ticker.getAsLong() - since > LASTS.toNanos()) {
            on = false;
            turn = null;
            throw new KafkaException(
                    "all records fit into memory for " + LASTS.toMinutes() + " minutes; many are read at a time again");
        }
        if (turn == null || !readable.contains(turn) || polls >= LONGEST_TURN) {
            turn = after(turn, readable);
            polls = 0;
        }
        Set<TopicPartition> resting = new HashSet<>(assigned);
        resting.remove(turn);
        return resting;
    }

    private static @Nullable TopicPartition after(@Nullable TopicPartition last, Collection<TopicPartition> readable) {
        List<TopicPartition> all = new ArrayList<>(readable);
        all.sort(java.util.Comparator.comparing(TopicPartition::toString));
        return all.isEmpty() ? null : all.get((all.indexOf(last) + 1) % all.size());
    }

    /** Notes what a poll brought; a partition that has nothing ends its turn. */
    synchronized void polled(ConsumerRecords<byte[], byte[]> records) {
        polls = records.isEmpty() ? LONGEST_TURN : polls + 1;
    }

    /**
     * Handles a poll that memory was not enough for. The second time at the same place, or right behind a record that was
     * skipped, skips the record.
     *
     * @param now milliseconds since the epoch
     * @return a record in place of the one that is skipped
     * @throws OutOfMemoryError if the fault is not one record's
     * @throws KafkaException if it is to be tried with a new client
     */
    synchronized ConsumerRecords<byte[], byte[]> skip(
            OutOfMemoryError fault, Consumer<byte[], byte[]> kafka, long now) {
        if (turn == null || !memory.getAsBoolean()) {
            throw fault;
        }
        since = ticker.getAsLong();
        long offset = kafka.position(turn);
        boolean again = turn.equals(suspectPartition) && offset == suspectOffset;
        suspectPartition = turn;
        suspectOffset = offset;
        if (!again) {
            throw new KafkaException(
                    "the record at " + turn + "-" + offset + " does not fit into memory; it is tried again");
        }
        suspectOffset++;
        kafka.seek(turn, suspectOffset);
        LOG.warn(
                "Request {}-{} does not fit into memory: it becomes a dead letter without its value."
                        + " To read requests of this size, give the process more memory (-Xmx).",
                turn,
                offset);
        ConsumerRecord<byte[], byte[]> placeholder = new ConsumerRecord<>(
                turn.topic(),
                turn.partition(),
                offset,
                now,
                TimestampType.NO_TIMESTAMP_TYPE,
                0,
                0,
                null,
                RequestRecord.UNREADABLE,
                HeaderWriter.empty(),
                Optional.empty());
        return new ConsumerRecords<>(
                Map.of(turn, List.of(placeholder)), Map.of(turn, new OffsetAndMetadata(suspectOffset)));
    }
}
