/**
 * The jobs topic: events of jobs written and read, the transactions that replay and discard, and which instance leads.
 */
package io.turnstile.deadletter.replay.log;
