/**
 * Sample requests for a world, each with the outcome it must have.
 */
package io.turnstile.simulator.sample;
