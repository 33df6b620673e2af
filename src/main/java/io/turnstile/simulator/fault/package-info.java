/**
 * What goes wrong in the simulated API: outages, latency, odd responses, the quota. Faults are part of the response.
 */
@NullMarked
package io.turnstile.simulator.fault;

import org.jspecify.annotations.NullMarked;
