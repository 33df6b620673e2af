/**
 * What Altegio says: the API's answers as records, what they mean for a decision, and the catalogue of membership types.
 *
 * <p>The calls themselves are routes; the way to the API, with its tokens and its quota, is {@code altegio.gate}. Imports
 * {@code booking}. Everything here may be used by any thread.
 */
@NullMarked
package io.turnstile.altegio;

import org.jspecify.annotations.NullMarked;
