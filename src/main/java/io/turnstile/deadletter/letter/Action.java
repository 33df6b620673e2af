package io.turnstile.deadletter.letter;

/** Action that is done to dead letters. */
public enum Action {
    REPLAY,
    DISCARD
}
