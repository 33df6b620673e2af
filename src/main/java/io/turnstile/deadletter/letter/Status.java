package io.turnstile.deadletter.letter;

/** Status of a dead letter: whether somebody still has to do something about it. */
public enum Status {
    /** No resolution names it yet, or the last one reopened it. */
    OPEN,
    /** Its request was put on the requests topic again. */
    REPLAYED,
    /** Somebody said that nothing is to be done about it. */
    DISCARDED
}
