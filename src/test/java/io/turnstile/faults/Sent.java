package io.turnstile.faults;

/** Request on its topic. @param at milliseconds since the epoch */
record Sent(Request request, long at) {}
