/**
 * The gate: the one way by which every HTTP call to Altegio goes, whoever makes it.
 *
 * <p>{@link io.turnstile.altegio.gate.GateConfigurer} puts {@link io.turnstile.altegio.gate.Gate} first into the HTTP client
 * that camel-http uses. A call then passes, in this order: {@code SharedCalls} (may another's answer serve?), {@code
 * Attempts} (again, if it fails), {@code Breaker} (is the world well?), {@code Sender} with {@code Tokens} and {@code Quota}
 * (may it start now?), {@code Wire} with {@code Deadlines}. What is wrong with one request comes out as Altegio's answer or an
 * exception; what is wrong with the world (an outage, somebody else who answers in Altegio's place, a refused token, 429)
 * never comes out: the gate <em>holds</em>, and calls wait in it. {@code DecisionRule} says what counts as an answer. A
 * <em>probe</em> is a call that Altegio answered before, made again to tell the one from the other: {@code FaultAttribution}.
 *
 * <p>Threads: callers block in the gate, each on its own thread, can be interrupted wherever they wait, and make the probes
 * themselves; {@code giveUp()} sends one home, {@code close()} all of them. The one thread of the gate's own breaks the
 * connections of calls that are over time. Imports {@code altegio}, the HTTP client, Jackson, Caffeine and Micrometer.
 */
@NullMarked
package io.turnstile.altegio.gate;

import org.jspecify.annotations.NullMarked;
