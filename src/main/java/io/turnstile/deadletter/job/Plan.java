package io.turnstile.deadletter.job;

import io.turnstile.deadletter.letter.Group;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Says what an order would do if it were given now.
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

    /** Says why a letter is not touched. */
    public enum Why {
        /** No dead letter has this id. */
        UNKNOWN,
        /** Somebody replayed or discarded it already. */
        RESOLVED,
        /** It came back {@code turnstile.replay.max} times; name it by id and force it. */
        REPLAYED_TOO_OFTEN,
        /** A newer request of the same client and event was decided after it. */
        OVERTAKEN
    }

    /**
     * Counts letters that are left out.
     *
     * @param ids some of them, 20 at most
     */
    public record LeftOut(Why why, long count, List<String> ids) {

        public LeftOut {
            ids = List.copyOf(ids);
        }
    }

    public Plan {
        byReason = List.copyOf(byReason);
        leftOut = List.copyOf(leftOut);
        Objects.requireNonNull(duration);
    }
}
