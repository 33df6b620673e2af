/**
 * An Altegio to develop against: the calls Turnstile makes, answered over HTTP from a world that follows from a seed.
 *
 * <p>The simulator is a function: a {@code Call} goes in, an {@code Answer} comes out, and what goes wrong (status,
 * latency, a body that breaks off) is part of the answer. {@code AltegioApi} answers from the {@link
 * io.turnstile.simulator.world.World} when all is well, {@code FaultyApi} goes before it with outage, quota and faults, and
 * {@code Delivery} sends what they decided. Only balances, tokens, faults and the stats change while it runs.
 *
 * <p>Calls are answered on a dozen server threads; an answer that is kept back holds none of them, it waits with one
 * scheduler thread. The world is read from all of them.
 *
 * <p>Imports no other package of Turnstile, and none may import it but the commands, the demo and tests.
 */
@NullMarked
package io.turnstile.simulator;

import org.jspecify.annotations.NullMarked;
