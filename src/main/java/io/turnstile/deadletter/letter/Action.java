package io.turnstile.deadletter.letter;

import java.util.List;

/** Action that is done to dead letters. */
public enum Action {
    REPLAY,
    DISCARD,
    /** Takes back what was done: the letter is open again. No job does it. */
    REOPEN;

    /** Actions that a job can be asked for. */
    public static final List<Action> OF_JOBS = List.of(REPLAY, DISCARD);
}
