/**
 * The {@code outcome:} endpoint, and what routes wrote with it for one request. Nothing is sent here: outcomes are values
 * until the intake commits them.
 */
@NullMarked
package io.turnstile.intake.outcome;

import org.jspecify.annotations.NullMarked;
