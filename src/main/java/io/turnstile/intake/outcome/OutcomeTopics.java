package io.turnstile.intake.outcome;

import io.turnstile.intake.record.OutcomeHeaders;

/** Rules for the topics that routes write to with {@code outcome:}. Implementations are thread-safe. */
public interface OutcomeTopics {

    /** Allows every topic, and takes every one to be there. */
    OutcomeTopics ANY = new OutcomeTopics() {
        @Override
        public void requireAllowed(String topic, OutcomeHeaders headers, boolean extra) {}

        @Override
        public void requireExisting(String topic) {}
    };

    /**
     * Checks whether a route may write to a topic, without asking Kafka.
     *
     * @param headers makes the record's headers
     * @param extra whether the record is one beside the request's outcome
     * @throws IllegalArgumentException if not: one line for people
     */
    void requireAllowed(String topic, OutcomeHeaders headers, boolean extra);

    /**
     * Checks whether a topic is there. Waits for Kafka a few seconds at most; a topic counts as there when Kafka does not
     * answer.
     *
     * @throws IllegalStateException if it is not: one line for people
     */
    void requireExisting(String topic);
}
