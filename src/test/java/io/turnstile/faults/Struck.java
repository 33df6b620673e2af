package io.turnstile.faults;

/**
 * Fault that was, from when to when, in milliseconds since the epoch.
 *
 * @param end when all was restored that it broke
 */
record Struck(Fault fault, long begin, long end) {}
