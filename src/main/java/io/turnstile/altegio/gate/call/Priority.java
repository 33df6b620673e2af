package io.turnstile.altegio.gate.call;

/** Says who goes first when calls wait for the quota: every live call before any call of a replay. */
public enum Priority {
    LIVE,
    REPLAY
}
