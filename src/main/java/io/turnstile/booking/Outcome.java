package io.turnstile.booking;

import java.time.Instant;

/** Outcome of a request. */
public sealed interface Outcome {

    /**
     * Decision that the membership can book all the days.
     *
     * @param checkedAt when Altegio said so
     */
    record Scheduled(Membership membership, MembershipCheck check, Instant checkedAt) implements Outcome {}

    /**
     * Decision against a schedule, and why.
     *
     * @param message one sentence for a person, with the values that matter
     */
    record DeadLetter(Reason reason, String message) implements Outcome {}
}
