/**
 * The beans that the route files name: each a step of a booking's way, from Camel's exchange to {@code booking} and back.
 *
 * <p>A step keeps the {@link io.turnstile.booking.Decision} in the exchange and publishes what routes want to know of it as
 * variables: see {@link io.turnstile.route.BookingVariables}. Imports {@code booking}, {@code altegio} and {@code intake}.
 * All of it is called on the intake's pool, so everything is thread-safe.
 */
@NullMarked
package io.turnstile.route;

import org.jspecify.annotations.NullMarked;
