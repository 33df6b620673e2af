package io.turnstile.faults;

import java.time.Duration;

/**
 * Fault of the brokers, or of a topic.
 *
 * @param broker number of the broker, from 1
 */
record KafkaFault(Kind what, int broker, Duration lasts) implements Fault {

    /** A broker's return, its elections, and the clients' second look. */
    private static final Duration AFTERMATH = Duration.ofSeconds(15);

    enum Kind {
        /** A broker is killed and started again. */
        BROKER_KILLED,
        /** A broker is stopped by SIGSTOP, then continued. */
        BROKER_FROZEN,
        /** Topics of outcomes take 20 kB a record. */
        LIMIT_LOWERED,
        /** The schedules topic has one more partition from then on. */
        PARTITION_ADDED,
        /** Nobody may write to the schedules topic. */
        RIGHT_TAKEN_AWAY
    }

    @Override
    public Reach reach() {
        return switch (what) {
            case LIMIT_LOWERED -> Reach.nobody().changing(Request::isLarge, "UPSTREAM_ERROR");
            default -> Reach.everybody(AFTERMATH);
        };
    }

    @Override
    public String kind() {
        return Fault.kind("kafka", what);
    }
}
