package io.turnstile.deadletter.letter;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Dead letter as lists show it: what its headers say, who it is about, and what was done about it.
 *
 * <p>Kind and reason are texts, for a topic may hold letters of a newer or another program; a record without the contract's
 * headers is listed too, as kind {@code unknown} and reason {@code UNKNOWN}, with its own place as its id.
 *
 * @param id {@code turnstile-dead-letter-id}; letters of a requests topic that was created again can repeat it
 * @param kind {@code rejected}, {@code malformed} or {@code failed}
 * @param message one sentence for a person; may be empty
 * @param requestId if it could be read
 * @param receivedAt when the request was put on the requests topic
 * @param decidedAt when the dead letter was made
 * @param attempts how often it was tried, retries counted
 * @param replays how often the request had been replayed before
 * @param partition where the letter stands on the dead-letter topic
 * @param offset the letter's place in its partition
 * @param resolution what was done about it; empty while it is open
 * @param fate what became of it after a replay; empty unless replayed
 */
public record Letter(
        String id,
        String kind,
        String reason,
        String message,
        Optional<String> requestId,
        OptionalLong locationId,
        OptionalLong clientId,
        OptionalLong eventId,
        Instant receivedAt,
        Instant decidedAt,
        int attempts,
        int replays,
        int partition,
        long offset,
        Optional<Resolution> resolution,
        Optional<ReplayOutcome> fate) {

    public Letter {
        Objects.requireNonNull(id);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(message);
        Objects.requireNonNull(requestId);
        Objects.requireNonNull(locationId);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(eventId);
        Objects.requireNonNull(receivedAt);
        Objects.requireNonNull(decidedAt);
        Objects.requireNonNull(resolution);
        Objects.requireNonNull(fate);
    }

    /** Returns where it stands on the dead-letter topic. */
    public Place place() {
        return new Place(partition, offset);
    }

    public Status status() {
        return resolution
                .map(each -> each.action() == Action.REPLAY ? Status.REPLAYED : Status.DISCARDED)
                .orElse(Status.OPEN);
    }
}
