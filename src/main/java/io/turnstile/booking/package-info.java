/**
 * What a booking is and how it is decided: the contract's messages as records, the rules of a request, which membership
 * to try in which order, and why none will do.
 *
 * <p>Plain Java and Jackson's tree and annotations; no Camel, no Kafka, no I/O, no clock. It imports no other package of
 * ours, and everything in it is immutable, so any thread may use it.
 */
@NullMarked
package io.turnstile.booking;

import org.jspecify.annotations.NullMarked;
