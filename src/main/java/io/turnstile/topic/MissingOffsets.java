package io.turnstile.topic;

/** Choice of what a start does where the group has no offsets though requests have outcomes. */
public enum MissingOffsets {
    /** It does not start: to decide them again must be wanted. */
    REFUSE,
    /** It continues after the last request of each partition that has an outcome. */
    AFTER_OUTCOMES,
    /** It decides again whatever the topic still holds. */
    BEGINNING
}
