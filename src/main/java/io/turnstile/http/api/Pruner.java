package io.turnstile.http.api;

import java.util.List;
import java.util.concurrent.TimeoutException;

/** Deletion of resolved letters from Kafka, up to the oldest open one of each partition. */
@FunctionalInterface
public interface Pruner {

    /** Says what was deleted from a partition. */
    record Pruned(int partition, long records) {}

    /**
     * Deletes them now.
     *
     * @param by who asks for it
     * @param why in their words; may be empty
     * @throws IllegalStateException in one line, if that cannot be done now
     */
    List<Pruned> prune(String by, String why) throws TimeoutException, InterruptedException;
}
