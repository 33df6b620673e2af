package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.letter.Group;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Preview of what an order would do if it were given now.
 *
 * @param selected how many letters the selection means
 * @param takes how many of them would be replayed or discarded
 * @param byReason those, by reason
 * @param leftOut the others, by why
 * @param calls how many calls to Altegio it will cost, about; 0 for a discard
 * @param duration how long it will take at its rate, about; empty if neither a rate nor a quota tells
 */
public record Plan(
        long selected,
        long takes,
        List<Group> byReason,
        List<LeftOut> leftOut,
        long calls,
        Optional<Duration> duration) {

    /** Reason why a letter is not touched. */
    public enum Why {
        /** No dead letter has this id. */
        UNKNOWN,
        /** Somebody replayed or discarded it already. */
        RESOLVED,
        /** It came back {@code turnstile.replay.max} times; name it by id and force it. */
        REPLAYED_TOO_OFTEN,
        /** A newer request of the same client and event was decided: it was asked for later. */
        SUPERSEDED,
        /** Whether one was cannot be told, because Kafka no longer holds the schedules of that time. */
        ORDER_NOT_KNOWN,
        /** Kafka does not hold it any more, or its place holds another record. */
        GONE,
        /** Kafka does not take its request. */
        REFUSED,
        /** Its value did not fit into the letter: only an edit can be replayed. */
        VALUE_OMITTED
    }

    /**
     * Number of letters that are left out.
     *
     * @param ids some of them, 20 at most
     * @param detail more about why, in a few words; may be empty
     */
    public record LeftOut(Why why, long count, List<String> ids, String detail) {

        public LeftOut {
            ids = List.copyOf(ids);
            Objects.requireNonNull(detail);
        }

        public LeftOut(Why why, long count, List<String> ids) {
            this(why, count, ids, "");
        }
    }

    public Plan {
        byReason = List.copyOf(byReason);
        leftOut = List.copyOf(leftOut);
        Objects.requireNonNull(duration);
    }
}
