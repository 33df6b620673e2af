package io.turnstile.deadletter.replay;

import io.turnstile.deadletter.index.entry.LetterGroup;
import io.turnstile.deadletter.letter.Action;
import io.turnstile.deadletter.letter.Status;
import java.util.Optional;

/**
 * Rules for which letters a job takes: the same for its plan and for the job.
 *
 * @param replayMax how often a letter may have come back
 */
public record EligibilityRules(int replayMax) {

    /** Returns why an order leaves letters out that are alike; empty if it takes them. */
    public Optional<Plan.Why> leavesOut(JobRequest order, LetterGroup alike) {
        if (alike.status() != Status.OPEN) {
            return Optional.of(Plan.Why.RESOLVED);
        }
        if (order.action() == Action.DISCARD) {
            return Optional.empty();
        }
        if (alike.replays() >= replayMax && !order.force()) {
            return Optional.of(Plan.Why.REPLAYED_TOO_OFTEN);
        }
        if (order.superseded()) {
            return Optional.empty();
        }
        return switch (alike.superseded()) {
            case NO -> Optional.empty();
            case YES -> Optional.of(Plan.Why.SUPERSEDED);
            case NOT_KNOWN -> Optional.of(Plan.Why.ORDER_NOT_KNOWN);
        };
    }
}
