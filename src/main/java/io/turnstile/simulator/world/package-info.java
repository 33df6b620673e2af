/**
 * The simulated world: locations, events, clients and memberships, computed from a seed, and the rule for what must become of
 * a booking.
 */
@NullMarked
package io.turnstile.simulator.world;

import org.jspecify.annotations.NullMarked;
