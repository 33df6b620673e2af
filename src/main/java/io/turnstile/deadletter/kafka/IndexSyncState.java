package io.turnstile.deadletter.kafka;

import java.util.Objects;
import java.util.Optional;

/**
 * State of the sync: how far the index is.
 *
 * @param ready whether everything is in it that Kafka held when it was started
 * @param read how many dead letters were read
 * @param behind how many records of its topics are not in it yet, as far as is known
 * @param trouble why it does not go on, one sentence; empty while it does
 */
public record IndexSyncState(boolean ready, long read, long behind, Optional<String> trouble) {

    public IndexSyncState {
        Objects.requireNonNull(trouble);
    }
}
