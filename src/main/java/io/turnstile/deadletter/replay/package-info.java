/** What is done about dead letters: plans, and jobs that replay or discard them, each letter once. */
package io.turnstile.deadletter.replay;
