/**
 * The {@code outcome:} endpoint, and what routes wrote with it for one request. Nothing is sent here: outcomes are values
 * until the intake commits them.
 */
package io.turnstile.intake.outcome;
