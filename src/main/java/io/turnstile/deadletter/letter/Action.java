package io.turnstile.deadletter.letter;

/** Says what is to be done with dead letters. */
public enum Action {
    REPLAY,
    DISCARD
}
