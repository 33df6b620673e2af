/**
 * Sample requests for a world, each with the outcome it must have.
 */
@NullMarked
package io.turnstile.simulator.sample;

import org.jspecify.annotations.NullMarked;
