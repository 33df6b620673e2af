package io.turnstile.altegio.gate.call;

/** Priority of calls that wait for the quota: every live call before any call of a replay. */
public enum Priority {
    LIVE,
    REPLAY
}
