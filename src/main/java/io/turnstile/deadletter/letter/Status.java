package io.turnstile.deadletter.letter;

/** Says whether somebody still has to do something about a dead letter. */
public enum Status {
    /** No resolution names it yet. */
    OPEN,
    /** Its request was put on the requests topic again. */
    REPLAYED,
    /** Somebody said that nothing is to be done about it. */
    DISCARDED
}
