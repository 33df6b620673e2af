/**
 * The gate: the one way by which every HTTP call to Altegio goes, whoever makes it.
 *
 * <p>{@link io.turnstile.altegio.gate.GateConfigurer} puts {@link io.turnstile.altegio.gate.Gate} first into the HTTP client
 * that camel-http uses. A call then passes, in this order: {@code SharedCalls} (may another's answer serve?), {@code
 * Attempts} (again, if it fails), {@code Breaker} (is the world well?), {@code Sender} with {@code Tokens} and {@code Quota}
 * (may it start now?), {@code Wire}. What is wrong with one request comes out as Altegio's answer or an exception; what is
 * wrong with the world (an outage, a refused token, 429) never comes out: the gate <em>holds</em>, and calls wait in it. A
 * <em>witness</em> is a call that Altegio answered before, made again to tell the one from the other.
 *
 * <p>Threads: the gate has none. Callers block in it, each on its own thread, can be interrupted wherever they wait, and
 * make the probes themselves; {@code giveUp()} sends one home, {@code close()} all of them. Imports the HTTP client, Jackson,
 * Caffeine and Micrometer, and nothing of Turnstile's.
 */
package io.turnstile.altegio.gate;
