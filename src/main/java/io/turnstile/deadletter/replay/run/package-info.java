/**
 * Jobs while they run: plans, the executor and its turns, the slow start, and the letters that a job takes or skips.
 */
@NullMarked
package io.turnstile.deadletter.replay.run;

import org.jspecify.annotations.NullMarked;
