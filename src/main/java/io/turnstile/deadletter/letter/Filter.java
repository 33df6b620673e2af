package io.turnstile.deadletter.letter;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Filter for the dead letters that are meant: those that fit everything that is given.
 *
 * @param status empty means all, whatever was done about them
 * @param since decided at this moment or later
 * @param until decided before this moment
 * @param text words that the message, the request id or the key have, each as the start of a word, in any case and order
 */
public record Filter(
        Optional<Status> status,
        Optional<String> kind,
        Optional<String> reason,
        OptionalLong locationId,
        OptionalLong clientId,
        OptionalLong eventId,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<String> text) {

    /** Means every letter. */
    public static final Filter ALL = of(Optional.empty());

    /** Means all open letters. */
    public static final Filter OPEN = of(Optional.of(Status.OPEN));

    /** Returns whether it means all letters of its status. */
    public boolean isEverything() {
        return equals(new Filter(
                status,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
    }

    /** Returns the open letters among those that it means. */
    public Filter openOnly() {
        return new Filter(Optional.of(Status.OPEN), kind, reason, locationId, clientId, eventId, since, until, text);
    }

    public Filter {
        Objects.requireNonNull(status);
        Objects.requireNonNull(kind);
        Objects.requireNonNull(reason);
        Objects.requireNonNull(locationId);
        Objects.requireNonNull(clientId);
        Objects.requireNonNull(eventId);
        Objects.requireNonNull(since);
        Objects.requireNonNull(until);
        Objects.requireNonNull(text);
    }

    private static Filter of(Optional<Status> status) {
        return new Filter(
                status,
                Optional.empty(),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
