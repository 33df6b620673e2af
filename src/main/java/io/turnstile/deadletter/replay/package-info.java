/** What is done about dead letters: plans, and jobs that replay or discard them, each letter once. */
@NullMarked
package io.turnstile.deadletter.replay;

import org.jspecify.annotations.NullMarked;
