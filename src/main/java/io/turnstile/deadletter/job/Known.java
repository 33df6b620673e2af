package io.turnstile.deadletter.job;

import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** Tells how far the index has read what it is made from. */
@FunctionalInterface
public interface Known {

    /** Returns whether everything before these offsets was taken in; partitions that are not read count as such. */
    boolean reaches(Map<TopicPartition, Long> ends);
}
