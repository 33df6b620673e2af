/**
 * Route files as one set: read, explained where they are broken, loaded into a Camel of their own, and replaced by the next
 * set between two bookings. Bookings pass on the intake's threads; a thread of its own looks for saved files and loads them.
 */
@NullMarked
package io.turnstile.routeset;

import org.jspecify.annotations.NullMarked;
