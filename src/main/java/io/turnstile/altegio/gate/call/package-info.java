/**
 * One call to Altegio: what a route asks, about which client and with which priority, its way over the wire within its deadline, and
 * its answer. The other parts of the gate build on it.
 */
@NullMarked
package io.turnstile.altegio.gate.call;

import org.jspecify.annotations.NullMarked;
