package io.turnstile.deadletter.index.entry;

/** Answer to the question whether a newer request of the same client and event was decided already. */
public enum Superseded {
    NO,
    YES,
    /** Kafka no longer holds the schedules that would tell. */
    NOT_KNOWN
}
