/**
 * The jobs topic: events of jobs written and read, the transactions that replay and discard, and which instance leads.
 */
@NullMarked
package io.turnstile.deadletter.replay.log;

import org.jspecify.annotations.NullMarked;
