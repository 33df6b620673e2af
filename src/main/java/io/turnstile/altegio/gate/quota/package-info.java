/**
 * The quota of calls: two sliding windows, this instance's share of them, the pause after an answer of 429, the order in which
 * waiting calls start, and the journal from which the next process learns what was called. Thread-safe.
 */
@NullMarked
package io.turnstile.altegio.gate.quota;

import org.jspecify.annotations.NullMarked;
