/**
 * What expires and what is pruned: the settings of topics that would delete open letters, and the deletion of resolved ones.
 */
@NullMarked
package io.turnstile.deadletter.retention;

import org.jspecify.annotations.NullMarked;
