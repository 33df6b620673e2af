package io.turnstile.intake;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * State of one consumer of the intake at this moment. The name outlives reconnects, and so do the two times.
 *
 * @param name the consumer's client id, the same after a restart
 * @param lastPoll when it last polled as a member of its group; empty if it never did
 * @param lastCommit when it last committed outcomes; empty if it never did
 * @param outsideSince since when it tries to connect or to join its group; empty while it is a member
 * @param partitions how many partitions it owns; 0 is no fault if the group has more members than partitions
 * @param silence how long ago Kafka's group coordinator last was within reach; zero if that is not known
 * @param fault why it had to reconnect; empty once it commits again, or polls for a while without another fault
 * @param undecidedSince since when records in hand cannot be committed, or cannot be decided; empty if none is so
 * @param waitingFor what those wait for; empty if they only wait for the next commit
 * @param skipped how many requests Kafka deleted before they were decided
 * @param recreated partitions that were read from their beginning, because their topic was created again or cut short
 */
public record ConsumerState(
        String name,
        Optional<Instant> lastPoll,
        Optional<Instant> lastCommit,
        Optional<Instant> outsideSince,
        int partitions,
        Duration silence,
        Optional<String> fault,
        Optional<Instant> undecidedSince,
        Optional<String> waitingFor,
        long skipped,
        Set<TopicPartition> recreated) {}
