package io.turnstile.deadletter.job;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.TopicPartition;

/** Tells how far the index has read what it is made from. */
public interface Known {

    /** Returns before which offset of each partition everything shows; partitions without any are missing. */
    Map<TopicPartition, Long> read();

    /** Waits until everything was taken in that Kafka held when this instance started. */
    void awaitReady(Duration timeout) throws TimeoutException, InterruptedException;
}
