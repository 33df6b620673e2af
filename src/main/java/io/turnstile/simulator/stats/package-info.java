/**
 * Counts of calls and responses, and the peaks that the quota is judged by.
 */
@NullMarked
package io.turnstile.simulator.stats;

import org.jspecify.annotations.NullMarked;
