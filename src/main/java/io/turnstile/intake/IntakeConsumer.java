package io.turnstile.intake;

import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Is a Kafka consumer that holds the records it handed out until their outcomes are known, and commits outcomes and offsets
 * together in one transaction. It knows which records are still its own to commit. Polling thread only, like every Kafka
 * consumer.
 */
final class IntakeConsumer extends KafkaConsumer<byte[], byte[]> {

    private static final Logger LOG = LoggerFactory.getLogger(IntakeConsumer.class);
    private static final long TICK_MS = 200;

    /** At least so many between commits, unless everything in hand is settled: a transaction costs the same for one record. */
    private static final int TICKS_PER_COMMIT = 5;

    /** After so many polls that found nothing, it is looked whether positions went on without records. */
    private static final int IDLE_POLLS = 10;

    private static final int TRIES_TO_COMMIT = 20;
    private static final Duration REBALANCE_TIME = Duration.ofMillis(100);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

    private final UncommittedRecords uncommitted = new UncommittedRecords();
    private final OutcomeTransactions transactions;
    private final InstanceConflict conflict;
    private final OwnedPartitions owned;
    private final ConsumerWatch watch;
    private final OwnersNotes notes;
    private final DecidedCommit commit;
    private final Runnable onClose;
    private InFlight inFlight;
    private int ticksSinceCommit = TICKS_PER_COMMIT;
    private int idlePolls;
    private boolean waiting;
    private boolean givenUp;
    private boolean closed;

    /**
     * Connects.
     *
     * @param transactions this consumer's own; closed with it
     * @param conflict told when another process took this consumer's place
     * @param owned told of the partitions that come and go
     * @param watch told what it does
     * @param onClose run when it was closed
     */
    IntakeConsumer(
            Properties properties,
            OutcomeTransactions transactions,
            InstanceConflict conflict,
            OwnedPartitions owned,
            ConsumerWatch watch,
            Runnable onClose) {
        super(properties);
        this.transactions = transactions;
        this.conflict = conflict;
        this.owned = owned;
        this.watch = watch;
        this.notes = new OwnersNotes(this, owned.mark());
        this.commit = new DecidedCommit(uncommitted, transactions, conflict, notes, watch);
        this.onClose = onClose;
    }

    @Override
    public void subscribe(Collection<String> topics, ConsumerRebalanceListener listener) {
        super.subscribe(topics, new Ownership(this, owned, notes, watch, listener));
    }

    /** Polls for more; and looks after what is still in hand from before, for which Camel does not call. */
    @Override
    public ConsumerRecords<byte[], byte[]> poll(Duration timeout) {
        try {
            if (inFlight != null && !givenUp && !inFlight.records().isEmpty()) {
                tick();
            }
            ConsumerRecords<byte[], byte[]> records = conflict.noticing(() -> super.poll(timeout));
            watch.polled();
            uncommitted.polled(records);
            idlePolls = records.isEmpty() ? idlePolls + 1 : 0;
            if (idlePolls == IDLE_POLLS && !givenUp) {
                idlePolls = 0;
                commitPositions();
            }
            return records;
        } catch (WakeupException | InterruptException e) {
            throw e;
        } catch (RuntimeException e) {
            giveUp();
            LOG.warn("The intake connects to Kafka anew, and reads again what is uncommitted: {}", e.getMessage());
            throw e;
        }
    }

    /**
     * Takes polled records in hand, and starts to work on them. Records of partitions that are no longer owned are left out.
     *
     * @throws OutOfSequenceException if a record is not the next one of its partition
     */
    void take(List<LaneRecord> polled, IntakeWork work) {
        if (inFlight == null) {
            inFlight = new InFlight(work);
        }
        UncommittedRecords.Walk walk = uncommitted.walk();
        inFlight.records().forEach(each -> walk.isNext(each.record()));
        inFlight.add(polled.stream().filter(each -> walk.isNext(each.record())).toList());
        watch.holds(inFlight.records());
    }

    /** Waits a moment until at most so many of the records in hand are undecided. Returns whether that is so. */
    boolean await(int atMost) throws InterruptedException {
        return inFlight.await(atMost, TICK_MS);
    }

    /** Lets the group know that this member is alive, and takes part in rebalances, without reading any record. */
    void stayInGroup() {
        pollNothing(Duration.ZERO);
        tick();
    }

    private void pollNothing(Duration time) {
        Set<TopicPartition> paused = paused();
        waiting = true;
        pause(assignment());
        try {
            ConsumerRecords<byte[], byte[]> records = conflict.noticing(() -> super.poll(time));
            watch.polled();
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

    /** Returns whether it polls only to stay in its group at this moment: new partitions are to be paused too. */
    boolean readsNothing() {
        return waiting;
    }

    private void tick() {
        inFlight.tick();
        if (++ticksSinceCommit >= TICKS_PER_COMMIT
                || inFlight.records().stream().allMatch(LaneRecord::isSettled)) {
            commitDecided();
        }
        Set<TopicPartition> undue = inFlight.unduePartitions();
        undue.retainAll(assignment());
        resume(paused());
        pause(undue);
    }

    /** Starts on no further records. */
    void startNoMore() {
        inFlight.stop();
    }

    /** Starts on no further records and commits nothing more: all that is in hand is to be read again. */
    void giveUp() {
        givenUp = true;
        if (inFlight != null) {
            inFlight.stop();
        }
    }

    /**
     * Commits what is decided and still this consumer's own. When the group has been rebalanced since it last heard from
     * this consumer, Kafka refuses that: it is tried again once the consumer has heard of it too.
     *
     * @throws RuntimeException if that fails, with nothing committed or nothing known; or because a record in hand failed
     */
    void commitDecided() {
        for (int tries = 1; ; tries++) {
            try {
                if (commit.of(inFlight, groupMetadata())) {
                    ticksSinceCommit = 0;
                }
                return;
            } catch (CommitFailedException e) {
                if (tries == TRIES_TO_COMMIT) {
                    throw e;
                }
                LOG.debug("The group is being rebalanced, the commit is tried again: {}", e.getMessage());
                pollNothing(REBALANCE_TIME);
            }
        }
    }

    private void commitPositions() {
        try {
            commit.ofPositions(positions(), groupMetadata());
        } catch (CommitFailedException e) {
            LOG.debug("The group is being rebalanced, positions are committed later: {}", e.getMessage());
        }
    }

    /** Returns where it will read on, for now of no partition if one's place is still to be asked for. */
    private Map<TopicPartition, Long> positions() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        try {
            for (TopicPartition each : assignment()) {
                positions.put(each, position(each, Duration.ZERO));
            }
            return positions;
        } catch (TimeoutException e) {
            return Map.of();
        }
    }

    /** Commits while a rebalance takes partitions away: the last chance for what is decided in them. */
    void commitBeforeLosing() {
        if (inFlight == null || givenUp) {
            return;
        }
        try {
            commit.of(inFlight, groupMetadata());
        } catch (CommitFailedException e) {
            LOG.debug("Too late to commit, others will decide it: {}", e.getMessage());
        }
    }

    /** Closes once: Camel closes a consumer again before it makes the next one, when its name may be another's. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Set<TopicPartition> last = assignment();
        try (transactions) {
            leave(last);
        } finally {
            onClose.run();
        }
    }

    private void leave(Set<TopicPartition> last) {
        try {
            notes.leave(lose(last));
        } finally {
            // Nothing to wait for: offsets are committed elsewhere, and a static member does not leave its group.
            super.close(CloseOptions.timeout(CLOSE_TIMEOUT));
        }
    }

    /** Forgets partitions that are no longer owned. Returns what to tell their next owners. */
    Map<TopicPartition, String> lose(Collection<TopicPartition> partitions) {
        uncommitted.revoked(partitions);
        if (inFlight != null) {
            inFlight.drop(partitions);
            watch.holds(inFlight.records());
        }
        return owned.revoked(partitions);
    }
}
