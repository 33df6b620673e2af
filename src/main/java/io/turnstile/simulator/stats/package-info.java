/**
 * Counts of calls and responses, and the peaks that the quota is judged by.
 */
package io.turnstile.simulator.stats;
