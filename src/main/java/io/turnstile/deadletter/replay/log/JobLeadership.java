package io.turnstile.deadletter.replay.log;

import io.turnstile.deadletter.replay.Signal;
import io.turnstile.kafka.Backoff;
import io.turnstile.kafka.Heartbeat;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Leadership of the jobs: whether this instance is the one of its group that runs them, by what Kafka told it; the
 * transactions, not this, keep two from writing. A thread of its own stays in the group, and tries again when Kafka was
 * away.
 */
public final class JobLeadership implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobLeadership.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final Duration FENCED = Duration.ofSeconds(15);

    /** A round takes seconds. */
    private static final Duration ROUND_WITHIN = Duration.ofMinutes(2);

    private final JobKafka kafka;
    private final Signal changed;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Heartbeat heartbeat = new Heartbeat("jobs-owner", ROUND_WITHIN);
    private final Thread thread = new Thread(this::stay, heartbeat.thread());
    private volatile boolean owned;
    private volatile @Nullable Consumer<byte[], byte[]> polling;

    /** @param changed raised when the ownership changes */
    public JobLeadership(JobKafka kafka, Signal changed) {
        this.kafka = kafka;
        this.changed = changed;
        thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    /** Returns the heartbeat of its thread. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    public boolean isOwned() {
        return owned;
    }

    private void stay() {
        Backoff backoff = new Backoff();
        boolean goesOn = true;
        while (goesOn) {
            heartbeat.beat();
            Consumer<byte[], byte[]> member = null;
            CloseOptions.GroupMembershipOperation leaving = CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
            try {
                member = kafka.member();
                polling = member;
                stay(member, backoff);
                leaving = CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
            } catch (WakeupException e) {
                leaving = CloseOptions.GroupMembershipOperation.LEAVE_GROUP;
            } catch (InterruptException e) {
                return;
            } catch (FencedInstanceIdException e) {
                // Another process has this instance's name. It has the place; one of the two is about to end.
                LOG.debug("Another process has this instance's place in running the jobs", e);
                goesOn = Backoff.pause(FENCED, closed);
            } catch (KafkaException e) {
                if (backoff.isFirst()) {
                    LOG.warn("This instance cannot take part in running the jobs at present: {}", e.getMessage());
                }
                goesOn = backoff.pause(closed);
            } finally {
                own(false);
                leave(member, leaving);
            }
            goesOn = goesOn && closed.getCount() > 0;
        }
    }

    private void stay(Consumer<byte[], byte[]> member, Backoff backoff) {
        member.subscribe(List.of(kafka.topics().jobs()), new ConsumerRebalanceListener() {
            @Override
            public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
                member.pause(partitions);
                own(!member.assignment().isEmpty());
            }

            @Override
            public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
                own(false);
            }
        });
        while (closed.getCount() > 0) {
            heartbeat.beat();
            member.poll(POLL);
            backoff.reset();
        }
    }

    private void own(boolean now) {
        if (owned != now) {
            owned = now;
            LOG.debug("Runs the jobs: {}", now);
        }
        changed.raise();
    }

    /** Leaves the group only when this instance ends, so that another runs the jobs at once. */
    private static void leave(
            @Nullable Consumer<byte[], byte[]> member, CloseOptions.GroupMembershipOperation leaving) {
        if (member == null) {
            return;
        }
        try {
            member.close(CloseOptions.timeout(CLOSE_TIMEOUT).withGroupMembershipOperation(leaving));
        } catch (KafkaException e) {
            LOG.debug("Could not leave the group of the jobs", e);
        }
    }

    /** Leaves the group, for two seconds at most. */
    @Override
    public void close() {
        closed.countDown();
        Consumer<byte[], byte[]> member = polling;
        if (member != null) {
            member.wakeup();
        }
        try {
            thread.join(CLOSE_TIMEOUT.toMillis() + POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        thread.interrupt();
    }
}
