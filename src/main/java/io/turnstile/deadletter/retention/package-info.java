/**
 * What expires and what is pruned: the settings of topics that would delete open letters, and the deletion of resolved ones.
 */
package io.turnstile.deadletter.retention;
