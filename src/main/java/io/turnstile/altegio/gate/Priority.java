package io.turnstile.altegio.gate;

/** Says who goes first when calls wait for the quota: every live call before any call of a replay. */
enum Priority {
    LIVE,
    REPLAY
}
