/**
 * The simulated calls: a call and the world in, a response out. Issued tokens are the only state.
 */
@NullMarked
package io.turnstile.simulator.api;

import org.jspecify.annotations.NullMarked;
