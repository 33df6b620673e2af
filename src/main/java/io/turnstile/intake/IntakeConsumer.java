package io.turnstile.intake;

import io.turnstile.intake.progress.ConsumerProgress;
import io.turnstile.intake.progress.OffsetMetadataNotes;
import io.turnstile.intake.progress.OffsetNote;
import io.turnstile.intake.progress.OwnedPartitions;
import io.turnstile.intake.progress.PartitionProgress;
import io.turnstile.kafka.TopicMetadataCache;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One consumer of the intake: it holds the records that it handed out until their outcomes are known, and commits outcomes and
 * what is done together. All of that happens between two polls of Camel's thread, which never waits here for a booking.
 * Polling thread only, but for {@link #drain} and {@link #giveUp}.
 */
final class IntakeConsumer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeConsumer.class);

    /** A poll waits no longer than this while records are in hand, so that what is decided is soon committed. */
    private static final Duration TICK = Duration.ofMillis(20);

    /** At least so long between commits, unless everything in hand is decided: a transaction costs the same for one record. */
    private static final long COMMIT_EVERY = Duration.ofMillis(200).toNanos();

    /** Interval between looks for what holds up others, and for positions that moved without records. */
    private static final long LOOK_EVERY = Duration.ofSeconds(1).toNanos();

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final Consumer<byte[], byte[]> kafka;
    private final OutcomeTransactions transactions;
    private final InstanceConflict.Client conflict;
    private final OwnedPartitions owned;
    private final ConsumerMonitor watch;
    private final TopicMetadataCache topics;
    private final CautiousReading caution;
    private final LongSupplier ticker;
    private final java.util.function.Consumer<IntakeConsumer> onClose;
    private final ConsumerProgress progress = new ConsumerProgress();
    private final OffsetMetadataNotes notes;
    private final OutcomeCommitter committer;
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final PausedPartitions paused;
    private volatile @Nullable InHand hand;
    private @Nullable RefusedOutcomes refusals;
    private @Nullable StragglerDetector stragglers;
    private long lastCommit;
    private long lastLook;
    private volatile boolean draining;
    private volatile boolean givenUp;
    private boolean closed;

    /**
     * Takes over clients that are connected.
     *
     * @param kafka the consumer proper
     * @param transactions this consumer's own; closed with it
     * @param conflict told when another process took this consumer's place
     * @param owned told of the partitions that come and go
     * @param watch told what it does
     * @param topics of all that is read and written
     * @param caution on if the consumer proper reads one record at a time
     * @param ticker nanoseconds of a clock that never goes back
     * @param onClose run when it was closed
     */
    IntakeConsumer(
            Consumer<byte[], byte[]> kafka,
            OutcomeTransactions transactions,
            InstanceConflict.Client conflict,
            OwnedPartitions owned,
            ConsumerMonitor watch,
            TopicMetadataCache topics,
            CautiousReading caution,
            LongSupplier ticker,
            java.util.function.Consumer<IntakeConsumer> onClose) {
        this.kafka = kafka;
        this.transactions = transactions;
        this.conflict = conflict;
        this.owned = owned;
        this.watch = watch;
        this.topics = topics;
        this.caution = caution;
        this.ticker = ticker;
        this.onClose = onClose;
        this.paused = new PausedPartitions(kafka);
        this.notes = new OffsetMetadataNotes(owned.mark());
        this.committer = new OutcomeCommitter(kafka, transactions, progress, notes, conflict, watch, ticker);
        this.lastCommit = ticker.getAsLong() - COMMIT_EVERY;
        this.lastLook = ticker.getAsLong();
    }

    /** Looks after what is in hand, and polls for more. Returns the records that are still to be decided. */
    ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            lookAfterHand();
            return progress.polled(pollKafka(isHandEmpty() ? timeout : min(timeout, TICK)));
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (Throwable fault) {
            giveUp();
            throw watch.faulted(caution.startAfter(fault));
        }
    }

    private ConsumerRecords<byte[], byte[]> pollKafka(Duration timeout) {
        try {
            ConsumerRecords<byte[], byte[]> polled = conflict.noticing(() -> kafka.poll(timeout));
            watch.polled();
            caution.polled(polled);
            return polled;
        } catch (OffsetOutOfRangeException e) {
            e.offsetOutOfRangePartitions().keySet().forEach(this::readFromTheOldest);
            return ConsumerRecords.empty();
        } catch (OutOfMemoryError e) {
            if (!caution.isOn()) {
                throw e;
            }
            return caution.skip(e, kafka, watch.now());
        }
    }

    private void lookAfterHand() {
        if (givenUp) {
            return;
        }
        if (draining && hand != null) {
            hand.stop();
        }
        long now = ticker.getAsLong();
        boolean look = now - lastLook >= LOOK_EVERY;
        if (look) {
            lastLook = now;
            requireSameTopics();
        }
        if (!isHandEmpty()) {
            hand.tick();
            if (!hand.decided().isEmpty()
                    && (now - lastCommit >= COMMIT_EVERY
                            || hand.decided().size() == hand.records().size())) {
                committer.commit(hand, refusals);
                lastCommit = now;
            }
            if (hand.isEmpty() || look) {
                stragglers.find(hand.full()).forEach(hand::tryDivert);
                watch.holds(hand, refusals.reason());
            }
        } else if (look) {
            committer.commitPositions();
        }
        paused.set(toPause());
        if (draining && (isHandEmpty() || hand.context().waits().isHolding() || hand.isSettled())) {
            giveUp();
        }
    }

    /** Stops reading when a topic was deleted and another one has its name: positions of the one mean nothing in the other. */
    private void requireSameTopics() {
        for (String each : topicsOf(kafka.assignment())) {
            String read = notes.topicId(each);
            Optional<String> now = topics.id(each);
            if (!read.isEmpty() && now.isPresent() && !now.get().equals(read)) {
                throw new KafkaException("topic " + each + " was deleted and created again");
            }
        }
    }

    private static Set<String> topicsOf(Collection<TopicPartition> partitions) {
        return partitions.stream().map(TopicPartition::topic).collect(Collectors.toSet());
    }

    private boolean isHandEmpty() {
        return hand == null || hand.isEmpty();
    }

    private Set<TopicPartition> toPause() {
        if (draining) {
            return kafka.assignment();
        }
        Set<TopicPartition> full = isHandEmpty() ? Set.of() : hand.full();
        if (!caution.isOn()) {
            return full;
        }
        Set<TopicPartition> readable = new HashSet<>(kafka.assignment());
        readable.removeAll(full);
        return caution.resting(kafka.assignment(), readable);
    }

    /** Takes a record in hand that this consumer polled just now, and starts to work on it. */
    void take(LaneRecord record, IntakeContext context) {
        if (hand == null) {
            hand = new InHand(context);
            refusals = new RefusedOutcomes(context, topics);
            stragglers = new StragglerDetector(hand);
        }
        boolean own = progress.of(record.record().partition())
                .filter(each -> each.isWaitingFor(record.record().offset()))
                .isPresent();
        if (!own) {
            throw new IllegalStateException(
                    "Record " + record.record().origin().id() + " was not polled by the consumer that hands it on");
        }
        hand.add(record);
    }

    /**
     * Starts no further records from now on, and lets those under way end. Any thread.
     *
     * @return done when nothing is under way any more and what was decided is committed
     */
    CompletableFuture<Void> drain() {
        draining = true;
        return drained;
    }

    /** Starts on no further records and commits nothing more: all that is in hand is to be read again. Any thread. */
    void giveUp() {
        givenUp = true;
        drained.complete(null);
        if (hand != null) {
            hand.stop();
        }
    }

    /** Takes partitions over: from where, and without what, their former owners left off. */
    void assigned(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> committed = new HashMap<>(kafka.committed(Set.copyOf(partitions)));
        Map<TopicPartition, String> owners = OffsetMetadataNotes.owners(committed);
        notes.topics(topics.idsNow(topicsOf(partitions)));
        for (TopicPartition each : partitions) {
            OffsetAndMetadata old = committed.get(each);
            if (old != null && OffsetNote.of(old).isOfAnother(notes.topicId(each.topic()))) {
                watch.recreated(each, old.offset());
                committed.put(each, null);
                old = null;
            }
            if (old == null) {
                progress.owned(each, PartitionProgress.fresh());
                kafka.seekToBeginning(List.of(each));
            } else {
                progress.owned(
                        each,
                        PartitionProgress.from(old.offset(), OffsetNote.of(old).done()));
            }
        }
        owned.expected(partitions, owners);
        committer.mark(committed);
        owned.assigned(partitions);
        watch.owns(kafka.assignment().size());
        watch.reads(kafka.assignment());
        if (draining || caution.isOn()) {
            paused.add(partitions);
        }
    }

    /** Gives partitions away: it is the last chance for what is decided in them. */
    void revoked(Collection<TopicPartition> partitions) {
        Map<TopicPartition, String> left = Map.of();
        try {
            if (!givenUp && !isHandEmpty()) {
                hand.tick();
                committer.commit(hand, refusals);
            }
        } finally {
            left = drop(partitions);
            watch.owns(kafka.assignment().size() - partitions.size());
        }
        committer.leave(left);
    }

    /** Forgets partitions that others own already. */
    void lost(Collection<TopicPartition> partitions) {
        drop(partitions);
        watch.left();
    }

    /** Returns what to tell the next owners. */
    private Map<TopicPartition, String> drop(Collection<TopicPartition> partitions) {
        progress.lost(partitions);
        paused.forget(partitions);
        if (hand != null) {
            hand.drop(partitions);
            refusals.keepOnly(hand.records());
            watch.holds(hand, refusals.reason());
        }
        return owned.revoked(partitions);
    }

    /** Continues where the topic begins now, for there is nothing any more where it was to be read. */
    private void readFromTheOldest(TopicPartition partition) {
        long oldest = kafka.beginningOffsets(List.of(partition)).get(partition);
        progress.of(partition).ifPresent(each -> {
            long skipped = each.undoneBefore(oldest);
            if (skipped > 0) {
                watch.skipped(partition, each.committed(), oldest, skipped);
            } else {
                watch.recreated(partition, each.committed());
            }
            each.forget();
        });
        kafka.seekToBeginning(List.of(partition));
    }

    /** Closes once: Camel closes a consumer again before it makes the next one, when its name may be another's. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        giveUp();
        try (transactions) {
            leave(kafka.assignment());
        } finally {
            onClose.accept(this);
        }
    }

    private void leave(Set<TopicPartition> last) {
        try {
            committer.leave(drop(last));
        } finally {
            // Nothing to wait for: offsets are committed elsewhere, and a static member does not leave its group.
            kafka.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
